// SPDX-License-Identifier: Apache-2.0
// The openssl program as the device's peer.
#pragma once

#include "tests/firmware/credentials.h"

#include <QProcess>
#include <QTemporaryDir>

namespace espseal::test {

class OpenSslPeer {
public:
    OpenSslPeer();
    ~OpenSslPeer();

    // Writes a file for it to read; returns the path.
    [[nodiscard]] QString file(const QString &name, const QByteArray &content);
    // "-cert", "-key" for an identity.
    [[nodiscard]] QStringList identity(const Identity &identity);
    // "-CAfile" for a CA.
    [[nodiscard]] QStringList ca(const Identity &ca);

    void connect_to(uint16_t port, const QStringList &options);
    // Returns its port.
    [[nodiscard]] uint16_t listen(const QStringList &options);
    void write(const QByteArray &bytes) { process_.write(bytes); }
    // Waits until its output, standard error included, holds `text`.
    [[nodiscard]] bool says(const QByteArray &text);
    [[nodiscard]] bool ends();
    [[nodiscard]] const QByteArray &output() const { return output_; }
    void stop();

    // Connects without TLS, sends `bytes`, and ends its side.
    static void speak_plainly(uint16_t port, const QByteArray &bytes);

private:
    void start(const QStringList &arguments);

    QTemporaryDir folder_;
    QProcess process_;
    QByteArray output_;
};

} // namespace espseal::test
