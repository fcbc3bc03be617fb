"""programs for whoever builds the project"""
