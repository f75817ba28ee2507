// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>

#include <CLI/CLI.hpp>

#include "app/cli/session.h"
#include "core/base/english_plurals.h"
#include "core/base/process.h"

int main(int argc, char *argv[])
{
    espseal::protect_process();
    espseal::cli::Session session; // first: it blocks the signals that its thread waits for
    const QCoreApplication qt(argc, argv);
    espseal::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    QCoreApplication::setApplicationName(QStringLiteral("espseal"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ESPSEAL_VERSION));

    CLI::App app("Gives an ESP8266 its TLS identity and shows that it works.", "espseal");
    app.set_version_flag("--version", std::string("espseal " ESPSEAL_VERSION));
    app.require_subcommand(1);
    app.fallthrough();
    app.add_flag("--json", session.json_switch(), "One JSON document on stdout; progress and messages on stderr");
    espseal::cli::add_pki_commands(app, session);
    espseal::cli::add_vault_commands(app, session);
    espseal::cli::add_flash_commands(app, session);
    espseal::cli::add_device_commands(app, session);
    espseal::cli::add_provision_commands(app, session);
    espseal::cli::add_monitor_commands(app, session);
    espseal::cli::add_peer_commands(app, session);
    espseal::cli::add_demo_commands(app, session);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return session.run();
}
