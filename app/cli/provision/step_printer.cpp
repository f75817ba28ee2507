// SPDX-License-Identifier: Apache-2.0
#include "app/cli/provision/step_printer.h"

#include "core/monitor/session_json.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

void StepPrinter::operator()(const provision::StepUpdate &update)
{
    if (update.state == provision::StepState::running || update.state == provision::StepState::waiting)
        return;
    const QString seconds = u"%1 s"_s.arg(double(update.took.count()) / 1000, 0, 'f', 1);
    if (!session_.json() && update.state != provision::StepState::skipped)
        session_.print(u"  %1  %2  %3  %4"_s.arg(update.state == provision::StepState::done ? u"ok    "_s : u"FAILED"_s,
            provision::step_title(update.step).leftJustified(20), seconds.rightJustified(7), update.detail));
    steps_.append(QJsonObject {
        { u"step"_s, provision::step_name(update.step) },
        { u"state"_s, provision::state_name(update.state) },
        { u"detail"_s, update.detail },
        { u"ms"_s, qint64(update.took.count()) },
    });
}

QJsonArray regions_json(const provision::PreparedPlan &prepared)
{
    QJsonArray regions;
    for (const provision::RegionContent &content : prepared.contents) {
        regions.append(QJsonObject {
            { u"region"_s, content.region },
            { u"start"_s, qint64(content.start.value()) },
            { u"bytes"_s, qint64(content.used.value()) },
            { u"sha256"_s, content.digest },
        });
    }
    return regions;
}

QJsonObject to_json(const provision::ProvisionReport &report)
{
    const loader::DeviceInfo &device = report.device;
    QJsonArray findings;
    for (const Finding &finding : report.findings)
        findings.append(espseal::to_json(finding));
    QJsonArray device_keys;
    for (const provision::DeviceKeyRegion &key : report.device_keys)
        device_keys.append(
            QJsonObject { { u"region"_s, key.region }, { u"found"_s, provision::device_identity_name(key.found) }, { u"erased"_s, key.erased } });
    QJsonObject json {
        { u"device_keys"_s, device_keys },
        { u"device"_s,
            QJsonObject {
                { u"port"_s, device.port },
                { u"chip"_s, device.chip },
                { u"mac"_s, loader::to_string(device.mac) },
                { u"flash_id"_s, u"0x%1"_s.arg(device.flash_id, 6, 16, QChar(u'0')) },
                { u"flash_size"_s, qint64(device.usable_size().value()) },
            } },
        { u"write"_s,
            QJsonObject {
                { u"sectors"_s, qint64(report.write.sectors) },
                { u"written"_s, qint64(report.write.written) },
                { u"unchanged"_s, qint64(report.write.unchanged) },
                { u"retries"_s, qint64(report.write.retries) },
            } },
        { u"restarted"_s, report.restart.done },
        { u"findings"_s, findings },
    };
    if (report.session)
        json[u"session"_s] = monitor::to_json(*report.session);
    return json;
}

} // namespace espseal::cli
