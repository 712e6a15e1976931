"""Reads a compressed stream or socket from its bytes, with Python's zlib as the only help, and ends with an error where a byte is
not as RFC 1951, RFC 1952, RFC 6455 and RFC 7692 have it. Prints a line of JSON for each thing that it sees, as soon as it has come.

Arguments: "sse" or "ws", port, token.
"""

import json
import socket
import struct
import sys
import zlib

KIND, PORT, TOKEN = sys.argv[1], int(sys.argv[2]), sys.argv[3]
EMPTY_BLOCK = b"\x00\x00\xff\xff"
PATIENCE = 60


def tell(**what):
    print(json.dumps(what), flush=True)


def check(right, what):
    if not right:
        sys.exit("Wrong: " + what)


def request(path, **headers):
    lines = [f"GET /api/v1/streaming{path} HTTP/1.1", "Host: trunkline.test", f"Authorization: Bearer {TOKEN}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    connection = socket.create_connection(("127.0.0.1", PORT), PATIENCE)
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    bytes_in = connection.makefile("rb")
    status = bytes_in.readline()
    answer = {}
    while (line := bytes_in.readline()) != b"\r\n":
        name, value = line.decode().split(":", 1)
        answer[name.lower()] = value.strip()
    return connection, bytes_in, status, answer


def alone(block):
    """The text of a block that refers to nothing before it, and after which everything is there."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    text = inflater.decompress(block)
    check(not inflater.eof, "a block is marked as the last one")
    check(not inflater.unconsumed_tail and not inflater.unused_data, "something stands behind a block")
    return text


def chunk(bytes_in):
    size = int(bytes_in.readline(), 16)
    content = bytes_in.read(size)
    check(len(content) == size and bytes_in.read(2) == b"\r\n", "a chunk's length")
    return content


def judge_stream():
    _, body, status, answer = request("/user", Accept="text/event-stream", Accept_Encoding="gzip")
    check(status == b"HTTP/1.1 200 OK\r\n", f"the status {status}")
    check(answer["content-encoding"] == "gzip", f"the coding of {answer}")
    first = chunk(body)
    # Magic number, deflate, no flags, no time, no level, an unknown system.
    check(first[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", f"the header {first[:10]}")
    whole = zlib.decompressobj(16 + zlib.MAX_WBITS)
    text = alone(first[10:])
    check(whole.decompress(first) == text, "the first bytes")
    tell(text=text.decode(), bytes=len(first))
    total, length = zlib.crc32(text), len(text)
    while not (piece := chunk(body)).startswith(b"\x03\x00"):
        check(piece.endswith(EMPTY_BLOCK), f"a record ends with {piece[-4:]}")
        text = alone(piece)
        check(whole.decompress(piece) == text, "a record within the stream")
        total, length = zlib.crc32(text, total), length + len(text)
        tell(text=text.decode(), bytes=len(piece))
    # A final block without a text, the checksum, the length.
    check(piece == b"\x03\x00" + struct.pack("<II", total, length), f"the trailer {piece}")
    check(whole.decompress(piece) == b"" and whole.eof and whole.unused_data == b"", "the end of the gzip stream")
    check(chunk(body) == b"", "the last chunk")
    check(body.read() == b"", "the end of the connection")
    tell(end=length)


def frame(bytes_in):
    first, second = bytes_in.read(2)
    check(first & 0x80, "a server's messages have one frame each")
    check(not first & 0x30, "reserved bits that nobody has negotiated")
    check(not second & 0x80, "a server masks nothing")
    length = second
    if second == 126:
        (length,) = struct.unpack(">H", bytes_in.read(2))
    elif second == 127:
        (length,) = struct.unpack(">Q", bytes_in.read(8))
    return first & 0x0F, bool(first & 0x40), bytes_in.read(length)


def send(connection, message):
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    compressed = deflater.compress(json.dumps(message).encode()) + deflater.flush(zlib.Z_SYNC_FLUSH)
    compressed = compressed.removesuffix(EMPTY_BLOCK)
    mask = b"\x01\x02\x03\x04"
    masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(compressed))
    check(len(masked) < 126, "a short message")
    connection.sendall(bytes([0xC1, 0x80 | len(masked)]) + mask + masked)


def judge_socket():
    connection, frames, status, answer = request(
        "",
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version=13,
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        Sec_WebSocket_Extensions="permessage-deflate",
    )
    check(status.startswith(b"HTTP/1.1 101 "), f"the status {status}")
    tell(extension=answer["sec-websocket-extensions"])
    send(connection, {"type": "subscribe", "stream": "user", "last_event_id": ""})
    send(connection, {"type": "unsubscribe", "stream": "nowhere"})
    while True:
        opcode, compressed, content = frame(frames)
        if opcode == 8:
            check(not compressed, "a control frame is never compressed")
            tell(close=struct.unpack(">H", content[:2])[0])
            return
        check(opcode == 1, f"the opcode {opcode}")
        if compressed:
            # The sender has left it out (RFC 7692, section 7.2.1).
            check(not content.endswith(EMPTY_BLOCK), "the tail of a compressed message")
            text = alone(content + EMPTY_BLOCK)
        else:
            text = content
        tell(text=text.decode(), bytes=len(content), compressed=compressed)


judge_stream() if KIND == "sse" else judge_socket()
