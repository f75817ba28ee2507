#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records a mutually authenticated TLS 1.2 session of OpenSSL with itself, a file each direction: handshake, a few bytes, close_notify."""
import pathlib
import ssl

HERE = pathlib.Path(__file__).parent
SDK = HERE.parent / "sdk-tools"


def context(protocol, folder, name):
    made = ssl.SSLContext(protocol)
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.check_hostname = False
    made.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    made.load_cert_chain(SDK / folder / f"{name}.crt", SDK / folder / f"{name}.key")
    made.load_verify_locations(SDK / "client" / "ca.crt")  # the golden server has another CA, so only the server verifies
    made.verify_mode = ssl.CERT_REQUIRED if protocol == ssl.PROTOCOL_TLS_SERVER else ssl.CERT_NONE
    return made


class End:
    def __init__(self, made, server_side):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = made.wrap_bio(self.incoming, self.outgoing, server_side=server_side)
        self.sent = b""

    def step(self, action):
        try:
            action()
            return True
        except ssl.SSLWantReadError:
            return False

    def flush_to(self, other):
        data = self.outgoing.read()
        self.sent += data
        other.incoming.write(data)


client = End(context(ssl.PROTOCOL_TLS_CLIENT, "client", "client"), False)
server = End(context(ssl.PROTOCOL_TLS_SERVER, "server", "server"), True)
done = [False, False]
while not all(done):
    for i, (end, other) in enumerate(((client, server), (server, client))):
        done[i] = done[i] or end.step(end.tls.do_handshake)
        end.flush_to(other)
client.tls.write(b"GET / HTTP/1.0\r\n\r\n")
client.flush_to(server)
server.tls.read(100)
server.tls.write(b"hello\r\n")
server.flush_to(client)
client.tls.read(100)
client.step(client.tls.unwrap)
client.flush_to(server)
(HERE / "client-to-server.bin").write_bytes(client.sent)
(HERE / "server-to-client.bin").write_bytes(server.sent)
