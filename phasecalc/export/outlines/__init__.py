"""Regions as outlines inside a window: polygons, curves of any degree, slices.

Cells over one, two or three parameters enter; corners and borders leave, exact where they are
rational. Nothing here chooses a colour.
"""
