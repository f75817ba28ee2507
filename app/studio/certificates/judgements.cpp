// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/judgements.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/document/device_profile.h"
#include "app/studio/document/plan_document.h"
#include "app/studio/workspace/workspace.h"
#include "core/pki/judge.h"

namespace espseal::studio {

namespace {

using Verdicts = QHash<QString, QList<Finding>>;

Result<Verdicts> judge_all(const QList<StoredCredential> &credentials, const pki::DeviceProfile &profile, const Job &job)
{
    const pki::Conditions conditions { .device = profile };
    Verdicts verdicts;
    verdicts.reserve(credentials.size());
    for (const StoredCredential &credential : credentials) {
        if (job.cancelled())
            return cancelled(Judgements::tr("Another judgement took its place."));
        verdicts.insert(credential.name, pki::judge(credential.certificate, role_of(credential.certificate), conditions));
    }
    return verdicts;
}

} // namespace

Judgements::Judgements(JobRunner &jobs, const PlanDocument &document, const Workspace &workspace, QObject *parent)
    : QObject(parent)
    , jobs_(jobs)
    , document_(document)
    , workspace_(workspace)
    , profile_(device_profile(document.plan()))
{
    connect(&workspace, &Workspace::changed, this, &Judgements::judge_anew);
    connect(&document, &PlanDocument::changed, this, [this] {
        if (device_profile(document_.plan()) != profile_)
            judge_anew();
    });
}

void Judgements::judge_anew()
{
    profile_ = device_profile(document_.plan());
    if (job_)
        jobs_.stop(job_);
    const int mine = ++generation_;
    job_ = jobs_.start<Verdicts>(
        tr("Judge the certificates"),
        [credentials = workspace_.credentials(), profile = profile_](const Job &job) { return judge_all(credentials, profile, job); }, this,
        [this, mine](Result<Verdicts> verdicts) {
            if (mine != generation_ || !verdicts)
                return;
            findings_ = *std::move(verdicts);
            Q_EMIT changed();
        },
        JobStyle::quiet);
}

} // namespace espseal::studio
