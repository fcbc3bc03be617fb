"""Other rankings: where other publishers place China, beside the Global Innovation Index."""
