// SPDX-License-Identifier: Apache-2.0
// The built `espseal` while it runs.
#pragma once

#include "tests/cli/espseal_program.h"

namespace espseal::cli::test {

class RunningProgram {
public:
    RunningProgram(const QStringList &arguments, const QString &folder)
    {
        QObject::connect(&process_, &QProcess::readyReadStandardOutput, &process_, [this] { run_.out += process_.readAllStandardOutput(); });
        QObject::connect(&process_, &QProcess::readyReadStandardError, &process_, [this] { run_.err += process_.readAllStandardError(); });
        process_.setWorkingDirectory(folder);
        process_.setStandardInputFile(QProcess::nullDevice());
        process_.start(program_path(), arguments);
    }
    ~RunningProgram()
    {
        if (process_.state() == QProcess::NotRunning)
            return;
        process_.kill();
        process_.waitForFinished();
    }
    RunningProgram(const RunningProgram &) = delete;
    RunningProgram &operator=(const RunningProgram &) = delete;

    [[nodiscard]] bool says(const QByteArray &text)
    {
        const bool said = QTest::qWaitFor([&] { return run_.out.contains(text); }, 60'000);
        if (!said)
            qWarning("espseal did not say \"%s\" but:\n%s\n%s", text.constData(), run_.out.constData(), run_.err.constData());
        return said;
    }
    // As Ctrl+C does.
    void interrupt() { process_.terminate(); }
    [[nodiscard]] Run ended()
    {
        if (QTest::qWaitFor([&] { return process_.state() == QProcess::NotRunning; }, 60'000))
            run_.status = process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1;
        return run_;
    }
    [[nodiscard]] const QByteArray &out() const { return run_.out; }

private:
    QProcess process_;
    Run run_;
};

// The objects of --json, one a line; a line that is none becomes an empty object.
[[nodiscard]] inline QList<QJsonObject> json_lines(const QByteArray &out)
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : out.split('\n')) {
        if (!line.isEmpty())
            objects.append(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

} // namespace espseal::cli::test
