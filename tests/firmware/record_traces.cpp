// SPDX-License-Identifier: Apache-2.0
// Records UART streams of the bundled application, for tests of whatever reads them: record_traces FOLDER
// tests/data/trace/*.bin were made by it; make them again when the trace's events change.
#include "tests/firmware/board.h"
#include "tests/firmware/openssl_peer.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;

namespace {

constexpr auto kind = KeyKind::rsa2048;

struct Scene {
    const char *name;
    std::function<void(Board &board, OpenSslPeer &peer)> play; // boots the board and sees the session to its end
};

void check(bool happened)
{
    if (!happened)
        qFatal("the scene did not come to its end");
}

void boot_server(Board &board, const QByteArray &blob, bool verifies = false)
{
    board.write_flash(Board::ca_sector, ca_blob({ make_ca(kind).certificate_as(Encoding::pem) }));
    board.write_flash(Board::identity_sector, blob);
    wire::AgentSettings settings = Board::settings(wire::AgentRole::server);
    settings.server_verifies = verifies;
    board.write_settings(settings);
    board.boot();
}

void boot_client(Board &board, uint16_t port, bool authenticates)
{
    board.write_flash(Board::ca_sector, ca_blob({ make_ca(kind).certificate_as(Encoding::pem) }));
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(kind), kind, u"device"_s)));
    wire::AgentSettings settings = Board::settings(wire::AgentRole::client);
    settings.remote_port = port;
    settings.client_verifies = true;
    settings.client_authenticates = authenticates;
    board.write_settings(settings);
    board.boot();
}

QByteArray device_blob()
{
    return identity_blob(make_leaf(make_ca(kind), kind, u"device"_s));
}

void healthy_server(Board &board, OpenSslPeer &peer)
{
    boot_server(board, device_blob());
    peer.connect_to(board.listening_port(), { u"-tls1_2"_s });
    peer.write("GET / HTTP/1.0\r\n\r\n");
    check(board.wait_for(wire::EventKind::session_end));
}

void healthy_mutual_client(Board &board, OpenSslPeer &peer)
{
    const Identity ca = make_ca(kind);
    const QStringList options { u"-Verify"_s, u"1"_s, u"-verify_return_error"_s };
    boot_client(board, peer.listen(peer.identity(make_leaf(ca, kind, u"server"_s)) + peer.ca(ca) + options), true);
    check(peer.says("espseal 5c:cf:7f:12:34:56"));
    peer.write("welcome\n");
    check(board.wait_for(wire::EventKind::application, 2));
    peer.write("Q\n"); // s_server closes properly
    check(board.wait_for(wire::EventKind::session_end));
}

void erased_identity(Board &board, OpenSslPeer &)
{
    boot_server(board, {});
    check(board.wait_for(wire::EventKind::session_end));
}

void mismatched_key(Board &board, OpenSslPeer &)
{
    const Identity ca = make_ca(kind);
    boot_server(board, identity_blob(make_leaf(ca, kind, u"device"_s).certificate_as(Encoding::pem), make_leaf(ca, kind, u"other"_s).key_as(Encoding::pem)));
    check(board.wait_for(wire::EventKind::session_end));
}

void wrong_ca(Board &board, OpenSslPeer &peer)
{
    const Identity other = make_ca(kind, u"Other CA"_s);
    boot_client(board, peer.listen(peer.identity(make_leaf(other, kind, u"server"_s))), false);
    check(board.wait_for(wire::EventKind::session_end));
}

void expired_server(Board &board, OpenSslPeer &peer)
{
    const LeafSpec old { .first_day = -20, .last_day = -10 };
    boot_client(board, peer.listen(peer.identity(make_leaf(make_ca(kind), kind, u"server"_s, old))), false);
    check(board.wait_for(wire::EventKind::session_end));
}

void no_client_certificate(Board &board, OpenSslPeer &peer)
{
    boot_server(board, device_blob(), true);
    peer.connect_to(board.listening_port(), { u"-tls1_2"_s });
    check(board.wait_for(wire::EventKind::session_end));
}

void oversized_record(Board &board, OpenSslPeer &peer)
{
    boot_server(board, device_blob());
    peer.connect_to(board.listening_port(), { u"-tls1_2"_s, u"-quiet"_s });
    check(board.wait_for(wire::EventKind::handshake_done));
    peer.write(QByteArray(4000, 'x'));
    check(board.wait_for(wire::EventKind::session_end));
}

const Scene scenes[] = {
    { "healthy_server", healthy_server },
    { "healthy_mutual_client", healthy_mutual_client },
    { "erased_identity", erased_identity },
    { "mismatched_key", mismatched_key },
    { "wrong_ca", wrong_ca },
    { "expired_server", expired_server },
    { "no_client_certificate", no_client_certificate },
    { "oversized_record", oversized_record },
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: record_traces FOLDER\n");
        return 2;
    }
    for (const Scene &scene : scenes) {
        Board board;
        OpenSslPeer peer;
        scene.play(board, peer);
        board.reset(); // with all it still says
        QSaveFile file(QDir(QString::fromLocal8Bit(argv[1])).filePath(QString::fromLatin1(scene.name) + u".bin"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(board.uart_stream()) < 0 || !file.commit()) {
            std::fprintf(stderr, "cannot write %s\n", qPrintable(file.fileName()));
            return 1;
        }
        std::printf(
            "%-24s %5lld bytes, %lld frames\n", scene.name, static_cast<long long>(board.uart_stream().size()), static_cast<long long>(board.events().size()));
    }
    return 0;
}
