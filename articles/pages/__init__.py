"""Collects what readers' pages show: one module for each page or part of a page.

`views` calls these modules, and templates show the plain values that they return.
"""
