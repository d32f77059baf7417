# Python runs this before the local AWS and before SAM. It makes both quicker and changes nothing else.
import socketserver
import zlib

# The local AWS hands a function its event in two small writes. Unless told to send at once, the machine
# holds the second back for about 40 milliseconds, until the first is acknowledged: at each call.
socketserver.StreamRequestHandler.disable_nagle_algorithm = True

# SAM packs the functions for each deployment. Packing them tightly would take four times as long.
zlib.Z_DEFAULT_COMPRESSION = zlib.Z_BEST_SPEED
