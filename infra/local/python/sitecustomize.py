# Python runs this before the local AWS. The local AWS hands a function its event in two small writes,
# and the second would wait about 40 milliseconds until the first is acknowledged. Sent at once, each
# call of a function takes a quarter of the time; everything else stays as it is.
import socketserver

socketserver.StreamRequestHandler.disable_nagle_algorithm = True
