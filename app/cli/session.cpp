// SPDX-License-Identifier: Apache-2.0
#include "app/cli/session.h"

#include <QElapsedTimer>
#include <QJsonDocument>

#include "app/cli/interrupt.h"

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace espseal::cli {

// Progress on stderr.
class Session::Terminal final : public Progress {
public:
    Terminal() { since_.start(); }

    void report(const QString &what, std::uint64_t done, std::uint64_t total) override
    {
        const bool new_step = what != what_;
        if (!is_terminal_) {
            if (new_step)
                line(what);
        } else if (new_step || done == total || since_.elapsed() > 50) {
            const QString percent = total ? u" %1 %"_s.arg(done * 100 / total) : QString();
            std::fprintf(stderr, "\r\033[K%s%s", qUtf8Printable(what), qUtf8Printable(percent));
            std::fflush(stderr);
            open_line_ = true;
            since_.restart();
        }
        what_ = what;
    }

    void line(const QString &text)
    {
        end_line();
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
    }

    void end_line()
    {
        if (open_line_)
            std::fputs("\r\033[K", stderr);
        open_line_ = false;
    }

    Interrupt interrupt;

private:
    bool is_terminal_ = isatty(STDERR_FILENO);
    bool open_line_ = false;
    QString what_;
    QElapsedTimer since_;
};

Session::Session()
    : terminal_(std::make_unique<Terminal>())
{
}

Session::~Session() = default;

Job Session::job() const
{
    return { terminal_.get(), terminal_->interrupt.token() };
}

void Session::note(const QString &line) const
{
    terminal_->line(line);
}

void Session::print(const QString &line) const
{
    terminal_->end_line();
    std::fprintf(stdout, "%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

int Session::run()
{
    const Result<Outcome> outcome = action_(*this);
    terminal_->end_line();
    if (outcome) {
        if (json_ && !outcome->json.isEmpty()) // empty: the command printed its JSON line by line
            std::fputs(QJsonDocument(outcome->json).toJson(QJsonDocument::Indented).constData(), stdout);
        else if (!json_ && !outcome->text.isEmpty())
            print(outcome->text);
        return std::fflush(stdout) == 0 ? outcome->status : 1;
    }
    const Error &error = outcome.error();
    terminal_->line(u"espseal: "_s + error.sentence());
    if (!error.detail.isEmpty())
        terminal_->line(u"  "_s + error.detail);
    if (json_) {
        const QJsonObject object { { u"code"_s, error.code }, { u"message"_s, error.message }, { u"fix"_s, error.fix }, { u"detail"_s, error.detail } };
        std::fputs(QJsonDocument({ { u"ok"_s, false }, { u"error"_s, object } }).toJson(QJsonDocument::Indented).constData(), stdout);
    }
    return exit_status(error);
}

} // namespace espseal::cli
