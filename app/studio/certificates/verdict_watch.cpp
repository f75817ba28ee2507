// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/verdict_watch.h"

#include "app/studio/studio.h"

namespace espseal::studio {

VerdictWatch::VerdictWatch(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    connect(&studio.selection, &Selection::subject_changed, this, &VerdictWatch::ask);
    connect(&studio.workspace, &Workspace::changed, this, &VerdictWatch::ask);
    connect(&studio.document, &PlanDocument::changed, this, &VerdictWatch::ask);
}

void VerdictWatch::ask()
{
    const int mine = ++generation_;
    const Subject &subject = studio_.selection.subject();
    const StoredCredential *credential = subject.kind == Subject::Kind::certificate ? studio_.workspace.find(subject.key) : nullptr;
    if (!credential || credential->is_ca()) {
        verdict_.reset();
        return;
    }
    using Answer = std::optional<BoardVerdict>;
    studio_.jobs.start<Answer>(
        tr("Ask the board about %1").arg(credential->name),
        [asked = *credential, content = studio_.workspace.content(), plan = studio_.document.plan()](
            const Job &) -> Result<Answer> { return board_verdict(asked, content, plan); },
        this,
        [this, mine, name = credential->name](Result<Answer> answer) {
            if (mine != generation_ || !answer)
                return;
            name_ = name;
            verdict_ = *std::move(answer);
            Q_EMIT changed();
        },
        JobStyle::quiet);
}

} // namespace espseal::studio
