// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/plan_measurer.h"

#include "app/studio/document/plan_document.h"
#include "app/studio/jobs/job_runner.h"
#include "app/studio/workspace/workspace.h"
#include "core/flash/check.h"
#include "core/pki/credential_blob.h"
#include "core/provision/credentials.h"

#include <array>

namespace espseal::studio {

namespace {

constexpr int delay_ms = 60;

struct Measured {
    flash::Plan plan;
    QList<Finding> findings;
};

std::optional<Size> blob_size(const flash::Plan &plan, const flash::Region &region, const provision::CredentialSource &source)
{
    const pki::PayloadFormat payload = plan.der_payloads ? pki::PayloadFormat::der : pki::PayloadFormat::pem;
    if (flash::is_ca(region.role)) {
        const auto blob = source.cas(region.credential).and_then([&](const auto &cas) { return pki::pack_ca_blob(cas, payload); });
        return blob ? std::optional(Size(static_cast<std::uint64_t>(blob->size()))) : std::nullopt;
    }
    const auto blob = source.identity(region.credential).and_then([&](const pki::Identity &identity) { return pki::pack_identity_blob(identity, payload); });
    return blob ? std::optional(Size(blob->size())) : std::nullopt;
}

std::optional<Size> settings_size(const flash::Plan &plan)
{
    const Result<wire::AgentSettings> settings = flash::agent_settings(plan);
    if (!settings || plan.agent.role == wire::AgentRole::none)
        return std::nullopt;
    std::array<std::uint8_t, wire::agent_settings_max> record {};
    return Size(wire::encode_agent_settings(*settings, { record.data(), record.size() }));
}

Measured measured(flash::Plan plan, const provision::CredentialSource &source)
{
    QList<Finding> findings = flash::measure(plan);
    for (flash::Region &region : plan.regions) {
        if (flash::is_credential(region.role) && !region.credential.isEmpty())
            region.content = blob_size(plan, region, source);
        else if (region.role == flash::RegionRole::agent_settings && region.file.isEmpty())
            region.content = settings_size(plan);
    }
    return { std::move(plan), std::move(findings) };
}

} // namespace

PlanMeasurer::PlanMeasurer(JobRunner &jobs, PlanDocument &document, Workspace &workspace, QObject *parent)
    : QObject(parent)
    , jobs_(jobs)
    , document_(document)
    , workspace_(workspace)
{
    delay_.setSingleShot(true);
    delay_.setInterval(delay_ms);
    connect(&delay_, &QTimer::timeout, this, &PlanMeasurer::measure);
    connect(&document, &PlanDocument::changed, &delay_, qOverload<>(&QTimer::start));
    const auto again = [this] {
        stale_ = true;
        delay_.start();
    };
    connect(&workspace, &Workspace::changed, this, again);
    connect(&workspace.keys(), &WorkspaceKeys::state_changed, this, again, Qt::QueuedConnection);
}

void PlanMeasurer::measure()
{
    if (!stale_ && measured_ == document_.plan())
        return;
    stale_ = false;
    jobs_.stop(job_);
    job_ = jobs_.start<Measured>(
        tr("Read the plan's contents"),
        [plan = document_.plan(), &keys = workspace_.keys()](
            const Job &job) -> Result<Measured> { return measured(plan, WorkspaceCredentials(KeyFolder(keys, job, {}, Asking::never))); },
        this,
        [this](Result<Measured> result) {
            if (!result) // stopped: a newer one is on its way
                return;
            document_.set_measured(result->plan, std::move(result->findings));
            measured_ = document_.plan();
        },
        JobStyle::quiet);
}

} // namespace espseal::studio
