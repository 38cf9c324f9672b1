"""What scheduling does when the apps below it announce news."""
