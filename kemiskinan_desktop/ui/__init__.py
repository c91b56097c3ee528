"""What people see: the kit of parts, the shell around the screens, and one folder a screen."""
