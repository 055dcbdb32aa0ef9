"""Collects what readers' pages show: one module for each page or part of a page.

`views` calls the modules, and templates show the plain values that the modules return.
"""
