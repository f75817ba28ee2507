// SPDX-License-Identifier: Apache-2.0
// The commands of the group `peer`.
#pragma once

#include <CLI/CLI.hpp>

#include <QCoreApplication>

#include "app/cli/pki/passwords.h"
#include "app/cli/session.h"
#include "core/monitor/tls_peer.h"

#include <string>

namespace espseal::cli {

void add_peer_server(CLI::App &peer, Session &session);
void add_peer_client(CLI::App &peer, Session &session);

// What both have in common.
struct PeerOptions {
    std::string address; // HOST:PORT
    std::string certificate;
    std::string key;
    PasswordSource password;
    std::string ca;
    monitor::TlsVersion min_version = monitor::TlsVersion::tls12;
    monitor::TlsVersion max_version = monitor::TlsVersion::tls12;
    int security_level = 2;
    std::string ciphers;
    std::uint32_t max_fragment = 0;
    std::string record;
    unsigned count = 0;
    unsigned timeout = 0;

    void add_to(CLI::App &command);
    // Reads the files. Errors: of reading; a key of another certificate; an address that is none.
    [[nodiscard]] Result<monitor::PeerSettings> settings(const Session &session, wire::TlsRole role) const;
};

// Runs the peer until `options.count` connections have ended or the time is over; the outcome's status is 0 if each handshake succeeded.
[[nodiscard]] Result<Outcome> run_peer(Session &session, const PeerOptions &options, monitor::PeerSettings settings);

struct PeerTexts {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::peer)
};

} // namespace espseal::cli
