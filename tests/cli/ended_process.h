// SPDX-License-Identifier: Apache-2.0
// A program stopped in the moment in which it ends: all its work is done, all its memory is there. What a core dump would show, and more.
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <sys/types.h>

namespace espseal::cli::test {

class EndedProcess {
public:
    // Runs the program in `folder`, its output in the files out.txt and err.txt of `logs`, until it is about to end. Linux, by ptrace.
    EndedProcess(const QString &program, const QStringList &arguments, const QString &folder, const QString &logs);
    ~EndedProcess();
    EndedProcess(const EndedProcess &) = delete;
    EndedProcess &operator=(const EndedProcess &) = delete;

    [[nodiscard]] bool has_ended() const { return has_ended_; }
    [[nodiscard]] int status() const { return status_; } // exit status, or -1 for a signal
    // Which of the needles are in memory that the program may write, and where: "password at 7f..., [heap]". `searched`: how many bytes.
    [[nodiscard]] QStringList in_memory(const QList<std::pair<QString, QByteArray>> &needles, qint64 *searched = nullptr) const;
    [[nodiscard]] QByteArray arguments() const { return of("cmdline"); }
    [[nodiscard]] QByteArray environment() const { return of("environ"); }

private:
    [[nodiscard]] QByteArray of(const char *name) const;

    pid_t process_ = -1;
    bool has_ended_ = false;
    int status_ = -1;
};

} // namespace espseal::cli::test
