"""The James Webb Space Telescope."""
