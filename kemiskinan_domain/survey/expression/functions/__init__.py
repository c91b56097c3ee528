"""The functions of XPath 1.0 and of the ODK XForms specification, by what they are about."""
