// SPDX-License-Identifier: Apache-2.0
#include "tests/firmware/loopback.h"

#include "firmware/ports/posix/platform.h"

#include <QDeadlineTimer>
#include <QtTest/QtTest>

#include <array>
#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace espseal::test {

namespace {

Loopback *current = nullptr;
std::array<uint8_t, 0x100000> flash;

void power_up_once()
{
    static bool done = false;
    if (done)
        return;
    done = true;
    const int console = open("/dev/null", O_WRONLY);
    posix::attach({ console, flash.data(), flash.size(), { 0x5C, 0xCF, 0x7F, 0, 0, 1 }, 0 });
}

} // namespace

Loopback::Loopback()
{
    power_up_once();
    current = this;
    flash.fill(0xFF);
    server.type = client.type = ESPCONN_TCP;
    server.proto.tcp = &server_tcp;
    client.proto.tcp = &client_tcp;
    register_callbacks(server);
    register_callbacks(client);
    for (const uint8 level : { ESPCONN_CLIENT, ESPCONN_SERVER }) {
        espconn_secure_set_size(level, 2048);
        espconn_secure_ca_disable(level);
    }
    espconn_secure_cert_req_disable(ESPCONN_CLIENT);
    espseal_secure_set_server_name(nullptr, false);
    espseal_secure_set_handshake_timeout(60);
}

Loopback::~Loopback()
{
    actions_.clear();
    espconn_secure_disconnect(&client);
    espconn_secure_disconnect(accepted_);
    const bool ended = runs_until([this] {
        const sint8 error = espconn_secure_delete(&server);
        return error != ESPCONN_INPROGRESS && espconn_secure_disconnect(&client) == ESPCONN_ARG;
    });
    if (!ended)
        qFatal("the connections do not end");
    current = nullptr;
}

void Loopback::register_callbacks(espconn &connection)
{
    espconn_regist_connectcb(&connection, on_connect);
    espconn_regist_reconcb(&connection, on_reconnect);
    espconn_regist_disconcb(&connection, on_disconnect);
    espconn_regist_recvcb(&connection, on_receive);
    espconn_regist_sentcb(&connection, on_sent);
}

void Loopback::note(void *connection, const QString &what)
{
    if (connection != &client)
        accepted_ = static_cast<espconn *>(connection);
    const QString line = (connection == &client ? u"client "_s : u"server "_s) + what;
    seen_ << line;
    if (const auto action = actions_.value(line))
        action();
}

void Loopback::on_connect(void *connection)
{
    current->note(connection, u"connect"_s);
}

void Loopback::on_reconnect(void *connection, sint8 error)
{
    current->note(connection, u"reconnect %1"_s.arg(int(error)));
}

void Loopback::on_disconnect(void *connection)
{
    current->note(connection, u"disconnect"_s);
}

void Loopback::on_receive(void *connection, char *data, unsigned short size)
{
    current->note(connection, u"recv "_s + QString::fromLatin1(data, size));
}

void Loopback::on_sent(void *connection)
{
    current->note(connection, u"sent"_s);
}

void Loopback::give_identity()
{
    const Identity identity = make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s);
    certificate_ = identity.certificate_as(Encoding::pem);
    key_ = identity.key_as(Encoding::pem);
    QVERIFY(espconn_secure_set_default_certificate(reinterpret_cast<const uint8 *>(certificate_.constData()), uint16(certificate_.size())));
    QVERIFY(espconn_secure_set_default_private_key(reinterpret_cast<const uint8 *>(key_.constData()), uint16(key_.size())));
}

sint8 Loopback::accept()
{
    give_identity();
    return espconn_secure_accept(&server);
}

sint8 Loopback::connect()
{
    const uint8 localhost[4] = { 127, 0, 0, 1 };
    memcpy(client_tcp.remote_ip, localhost, sizeof localhost);
    client_tcp.remote_port = server_tcp.local_port;
    return espconn_secure_connect(&client);
}

void Loopback::connect_both()
{
    QCOMPARE(accept(), ESPCONN_OK);
    QCOMPARE(connect(), ESPCONN_OK);
    QVERIFY(runs_until(u"client connect"_s));
    QVERIFY(runs_until(u"server connect"_s));
}

void Loopback::write_flash(uint32_t sector, const QByteArray &bytes)
{
    memcpy(flash.data() + size_t(sector) * 4096, bytes.constData(), size_t(bytes.size()));
}

bool Loopback::runs_until(const QString &line)
{
    return runs_until([&] { return seen_.contains(line); });
}

bool Loopback::runs_until(const std::function<bool()> &done)
{
    const QDeadlineTimer deadline(20000);
    while (!done()) {
        if (deadline.hasExpired())
            return false;
        (void)posix::step(10);
    }
    return true;
}

} // namespace espseal::test
