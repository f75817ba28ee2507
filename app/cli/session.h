// SPDX-License-Identifier: Apache-2.0
// What every command shares: the --json switch, progress on stderr, cancellation by Ctrl+C, the form of results and errors.
#pragma once

#include <QCoreApplication>
#include <QJsonObject>
#include <QString>

#include "core/base/error.h"
#include "core/base/progress.h"

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace espseal::cli {

// What a command gives back. Exactly one of both reaches stdout: `json` with --json, else `text`.
struct Outcome {
    QJsonObject json;
    QString text;
    int status = 0; // exit status; 1 where the work failed but there is a result to show (a check with findings, say)
};

class Session {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::Session)

public:
    Session();
    ~Session();

    // The command line chose this command; main runs it after parsing.
    using Action = std::function<Result<Outcome>(Session &)>;
    void choose(Action action) { action_ = std::move(action); }

    // Progress goes to stderr: a line rewritten in place on a terminal, a line a step elsewhere. Ctrl+C requests the stop.
    [[nodiscard]] Job job() const;
    // A line on stderr, for notes that are no result ("The server's identity goes into cert.h").
    void note(const QString &line) const;
    // A line on stdout at once, for commands that run on (monitor, demo). With --json give it one JSON object a line.
    void print(const QString &line) const;

    [[nodiscard]] bool json() const { return json_; }
    bool &json_switch() { return json_; }

    // Runs the chosen action, prints its outcome or error; the exit status.
    int run();

private:
    class Terminal;
    bool json_ = false;
    Action action_;
    std::unique_ptr<Terminal> terminal_;
};

// Each group adds its commands; a command's callback calls session.choose().
void add_pki_commands(CLI::App &app, Session &session); // convert, ca, cert, blob
void add_vault_commands(CLI::App &app, Session &session); // vault
void add_flash_commands(CLI::App &app, Session &session); // flash, image
void add_device_commands(CLI::App &app, Session &session); // device
void add_provision_commands(CLI::App &app, Session &session); // provision
void add_monitor_commands(CLI::App &app, Session &session); // monitor, explain
void add_peer_commands(CLI::App &app, Session &session); // peer
void add_demo_commands(CLI::App &app, Session &session); // demo

} // namespace espseal::cli
