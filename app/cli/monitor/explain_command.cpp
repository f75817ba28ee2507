// SPDX-License-Identifier: Apache-2.0
#include <QJsonArray>

#include "app/cli/monitor/commands.h"
#include "app/cli/session.h"
#include "core/monitor/codes.h"

#include <string>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

Result<Outcome> explain_code(const QString &typed)
{
    const Result<QList<monitor::Explanation>> found = monitor::explain(typed);
    if (!found)
        return failure(found.error());
    QJsonArray codes;
    QStringList lines;
    for (const monitor::Explanation &explanation : *found) {
        codes.append(monitor::to_json(explanation));
        lines.append(u"%1 %2, %3"_s.arg(family_title(explanation.family), explanation.shown, explanation.name));
        lines.append(u"  "_s + explanation.meaning);
        if (!explanation.fix.isEmpty())
            lines.append(u"  "_s + explanation.fix);
    }
    return Outcome { .json = { { u"codes"_s, codes } }, .text = lines.join(u'\n') };
}

} // namespace

void add_explain(CLI::App &app, Session &session)
{
    CLI::App &command = *app.add_subcommand("explain", "What a code means and what to do: \"alert 48\", \"bearssl 62\", \"-0x2700\", \"espconn -28\"");
    const auto words = std::make_shared<std::vector<std::string>>();
    command.add_option("CODE", *words, "As it was printed")->required();
    command.callback([&session, words] {
        QStringList typed;
        for (const std::string &word : *words)
            typed.append(QString::fromStdString(word));
        session.choose([text = typed.join(u' ')](Session &) { return explain_code(text); });
    });
}

} // namespace espseal::cli
