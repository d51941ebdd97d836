"""The example province: the eight lists of Ilam in 1390 as offices would have sent them. Units and people are invented."""
