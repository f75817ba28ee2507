// SPDX-License-Identifier: Apache-2.0
// The openssl program as the other end: an independent implementation's word for what our peer did.
#pragma once

#include "core/pki/identity.h"

#include <QProcess>
#include <QTemporaryDir>

namespace espseal::monitor {

class OpenSslProgram {
public:
    OpenSslProgram();
    ~OpenSslProgram();

    [[nodiscard]] QString file(const QString &name, const QByteArray &content);
    [[nodiscard]] QStringList identity(const pki::Identity &identity); // -cert, -key
    [[nodiscard]] QStringList ca(const pki::Certificate &certificate); // -CAfile

    void connect_to(std::uint16_t port, const QStringList &options); // s_client
    [[nodiscard]] std::uint16_t listen(const QStringList &options); // s_server; its port
    void type(const QByteArray &bytes) { process_.write(bytes); }
    // Waits until its output, errors included, holds `text`.
    [[nodiscard]] bool says(const QByteArray &text);
    [[nodiscard]] const QByteArray &output() const { return output_; }
    void stop();

private:
    QTemporaryDir folder_;
    QProcess process_;
    QByteArray output_;
};

} // namespace espseal::monitor
