"""The example province: the eight lists of Ilam in 1390 as offices sent them. Units and people are invented."""
