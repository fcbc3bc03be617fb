"""The method: pure functions of frames, numpy and pandas only, no input or output, no words."""
