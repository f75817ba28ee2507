// SPDX-License-Identifier: Apache-2.0
#include "core/flash/plan_file.h"

#include "core/base/files.h"
#include "core/flash/plan_json.h"
#include "core/flash/texts.h"

#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr Size file_limit(16u << 20);

} // namespace

Result<Plan> plan_from_json(const QByteArray &json, const QString &folder)
{
    QJsonParseError parse {};
    const QJsonDocument document = QJsonDocument::fromJson(json, &parse);
    if (!document.isObject())
        return bad_input(u"plan-not-json"_s, Texts::tr("This is no plan: it is no complete JSON object."),
            Texts::tr("Give a plan file, as “espseal flash suggest --out” writes it."), u"offset %1: %2"_s.arg(parse.offset).arg(parse.errorString()));
    return read_plan(document.object(), folder);
}

QByteArray plan_to_json(const Plan &plan, const QString &folder)
{
    return QJsonDocument(plan_object(plan, folder)).toJson(QJsonDocument::Indented);
}

Result<Plan> load_plan(const QString &path)
{
    const Result<QByteArray> json = read_file(path, file_limit);
    if (!json)
        return std::unexpected(json.error());
    Result<Plan> plan = plan_from_json(*json, QFileInfo(path).absolutePath());
    if (!plan) {
        Error error = plan.error();
        error.message = Texts::tr("%1: %2").arg(path, error.message);
        return std::unexpected(error);
    }
    if (plan->name.isEmpty())
        plan->name = QFileInfo(path).completeBaseName();
    return plan;
}

Result<void> save_plan(const Plan &plan, const QString &path)
{
    return write_file(path, plan_to_json(plan, QFileInfo(path).absolutePath()));
}

} // namespace espseal::flash
