"""What a person or a program touches: the command line, the API, the client, the supervisor."""
