"""What the tests of written answers run on: a small real model, and a server with a script."""
