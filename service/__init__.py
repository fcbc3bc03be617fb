"""The site as a service: everything HTTP that is not a Dash page."""
