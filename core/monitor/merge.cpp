// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/merge.h"

#include <algorithm>
#include <array>

namespace espseal::monitor {

namespace {

constexpr std::chrono::seconds start_difference { 5 };

bool same_step(const LadderStep &device, const LadderStep &peer)
{
    if (device.kind != peer.kind || device.flow != peer.flow)
        return false;
    return device.kind != StepKind::message || device.type == peer.type;
}

// Order holds within a direction only: both sides send without waiting for each other, so the two ends may see the directions interleaved differently.
QList<LadderStep> merge_steps(QList<LadderStep> steps, const QList<LadderStep> &seen)
{
    std::array<qsizetype, 2> next {}; // by direction: the first step that may still match
    qsizetype behind_last = 0; // where a step goes that only our peer saw
    for (const LadderStep &peer : seen) {
        qsizetype &from = next.at(peer.flow == Flow::device_to_peer ? 0 : 1);
        const auto match = std::find_if(steps.begin() + from, steps.end(), [&](const LadderStep &step) { return same_step(step, peer); });
        if (match != steps.end()) {
            match->peer_us = peer.peer_us;
            if (!peer.detail.isEmpty())
                match->detail = peer.detail;
            if (match->encrypted && match->kind == StepKind::alert) {
                match->type = peer.type;
                match->name = peer.name;
            }
            from = behind_last = match - steps.begin() + 1;
            continue;
        }
        steps.insert(behind_last, peer);
        for (qsizetype &index : next) {
            if (index >= behind_last)
                ++index;
        }
        from = std::max(from, ++behind_last);
    }
    return steps;
}

QList<CertificateSeen> merge_certificates(QList<CertificateSeen> certificates, const QList<CertificateSeen> &seen)
{
    for (const CertificateSeen &peer : seen) {
        const auto match = std::find_if(certificates.begin(), certificates.end(),
            [&](const CertificateSeen &device) { return device.flow == peer.flow && !device.sha256.isEmpty() && device.sha256 == peer.sha256; });
        if (match == certificates.end()) {
            certificates.append(peer);
            continue;
        }
        match->subject = peer.subject;
        match->issuer = peer.issuer;
        if (match->key_bits == 0) {
            match->key_bits = peer.key_bits;
            match->key_type = peer.key_type;
        }
        if (match->not_after == 0) {
            match->not_before = peer.not_before;
            match->not_after = peer.not_after;
        }
    }
    return certificates;
}

QList<AlertSeen> merge_alerts(QList<AlertSeen> alerts, const QList<AlertSeen> &seen)
{
    for (const AlertSeen &peer : seen) {
        const auto match = std::find_if(alerts.begin(), alerts.end(),
            [&](const AlertSeen &device) { return device.flow == peer.flow && (device.encrypted || device.description == peer.description); });
        if (match == alerts.end())
            alerts.append(peer);
        else
            *match = peer;
    }
    return alerts;
}

} // namespace

Session merge(Session device, const Session &peer)
{
    device.steps = merge_steps(std::move(device.steps), peer.steps);
    device.certificates = merge_certificates(std::move(device.certificates), peer.certificates);
    device.alerts = merge_alerts(std::move(device.alerts), peer.alerts);
    device.peer_facts = peer.peer_facts;
    if (device.peer.isEmpty())
        device.peer = peer.peer;
    if (!device.negotiated)
        device.negotiated = peer.negotiated;
    if (!device.finished() && peer.state > device.state) { // the trace is behind, or its end was lost
        device.state = peer.state;
        device.handshake_done = device.handshake_done || peer.handshake_done;
        device.end = peer.end;
        device.end_is_peers = device.finished();
    }
    return device;
}

bool may_be_same(const Session &device, const Session &peer)
{
    if (device.role != peer.role)
        return false;
    const auto difference = device.started - peer.started;
    if (difference > start_difference || difference < -start_difference)
        return false;
    // The device names its other end; that is where our peer sits.
    const qsizetype colon = device.peer.lastIndexOf(u':');
    if (colon < 0 || peer.tcp.isEmpty() || peer.tcp.constFirst().local_port == 0)
        return true;
    bool is_number = false;
    const ushort port = device.peer.sliced(colon + 1).toUShort(&is_number);
    return !is_number || port == 0 || port == peer.tcp.constFirst().local_port;
}

} // namespace espseal::monitor
