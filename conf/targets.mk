# The targets that run things, kept apart from how things are built.

demo:		## build and run everything, with demo data (PORT=n, DETACH=1)
	@O=$(O) conf/demo/up $(if $(DETACH),detach)

stop:		## stop a demo that runs detached
	@conf/demo/down
