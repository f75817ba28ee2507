// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/options.h"
#include "app/cli/peer/commands.h"
#include "core/pki/credential_file.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct Place {
    QString host;
    std::uint16_t port = 0;
};

// "192.168.4.1:443", "[fe80::1]:443"
Result<Place> parse_place(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool is_number = false;
    const ushort port = text.sliced(colon + 1).toUShort(&is_number);
    QString host = text.first(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    if (colon < 0 || !is_number || host.isEmpty())
        return usage_error(
            u"address-invalid"_s, PeerTexts::tr("\"%1\" is no address with a port.").arg(text), PeerTexts::tr("Write HOST:PORT, 192.168.4.1:443 say."));
    return Place { host, port };
}

} // namespace

void PeerOptions::add_to(CLI::App &command)
{
    const std::map<std::string, monitor::TlsVersion> versions { { "1.0", monitor::TlsVersion::tls10 }, { "1.1", monitor::TlsVersion::tls11 },
        { "1.2", monitor::TlsVersion::tls12 } };
    command.add_option("--cert", certificate, "Own certificate, with its chain; PEM, DER, PKCS#12 or a blob");
    command.add_option("--key", key, "Its private key, if it is not in the same file");
    password.add_to(command, "--password", "opens the key");
    command.add_option("--ca", ca, "CA that signed the device's certificate");
    add_choice(command, "--min-tls", min_version, versions, "Oldest version (default 1.2; older ones need --security-level 0)");
    add_choice(command, "--max-tls", max_version, versions, "Newest version (default 1.2, which is all that these devices know)");
    command.add_option("--security-level", security_level, "OpenSSL's: 2 as distributions have it, 0 for 1024-bit keys and TLS 1.0")
        ->check(CLI::Range(0, 5))
        ->capture_default_str();
    command.add_option("--ciphers", ciphers, "Cipher suites as openssl ciphers takes them");
    command.add_option("--max-fragment", max_fragment, "Longest record sent after the handshake, 512..16384 bytes")->check(CLI::Range(512, 16384));
    command.add_option("--record", record, "Keep everything in this file, for monitor replay");
    command.add_option("--timeout", timeout, "End after this many seconds");
}

Result<monitor::PeerSettings> PeerOptions::settings(const Session &session, wire::TlsRole role) const
{
    const Result<Place> place = parse_place(to_qt(address));
    if (!place)
        return failure(place.error());
    monitor::PeerSettings made { .role = role, .host = place->host, .port = place->port };
    QStringList files;
    for (const std::string &file : { certificate, key }) {
        if (!file.empty())
            files.append(to_qt(file));
    }
    if (!files.isEmpty()) {
        const auto read = pki::read_credential_files(files, password.prompt(session));
        if (!read)
            return failure(read.error());
        const auto identity = pki::Identity::find(read->certificates, read->keys);
        if (!identity)
            return failure(identity.error());
        made.identity = *identity;
    }
    if (!ca.empty()) {
        const auto read = pki::read_credential_file(to_qt(ca));
        if (!read)
            return failure(read.error());
        if (read->certificates.isEmpty())
            return bad_input(u"no-certificate"_s, PeerTexts::tr("%1 holds no certificate.").arg(to_qt(ca)), PeerTexts::tr("Give the CA's certificate."));
        made.ca = read->certificates;
    }
    made.min_version = min_version;
    made.max_version = max_version;
    made.security_level = security_level;
    made.cipher_list = to_qt(ciphers);
    made.max_send_fragment = max_fragment;
    return made;
}

} // namespace espseal::cli
