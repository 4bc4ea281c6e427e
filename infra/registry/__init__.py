"""The facility registry: importing the ministry's open data, generating files of its layout, moves of authority."""
