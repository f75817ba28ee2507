// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_fixes.h"

#include "app/studio/certificates/certificate_tasks.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/certificates/device_profile_bar.h"
#include "app/studio/certificates/import_panel.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/control/fix_runner.h"
#include "app/studio/studio.h"
#include "core/pki/chain.h"
#include "core/pki/fix_action.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString id_of(pki::Fix fix)
{
    return pki::fix_action(fix).action;
}

} // namespace

CertificateFixes::CertificateFixes(Studio &studio, CertificateControl &control, CertificatesPage &page, FixRunner &runner, QObject *parent)
    : QObject(parent)
    , studio_(studio)
    , control_(control)
    , page_(page)
{
    const auto trigger = [this](QLatin1StringView id) {
        return [this, id](const FixAction &, const QString &place) {
            if (const StoredCredential *credential = concerned(place))
                select(*credential);
            studio_.actions.action(id).trigger();
        };
    };
    runner.on(id_of(pki::Fix::renew), trigger(action::certificate_renew));
    runner.on(id_of(pki::Fix::update_crl), trigger(action::certificate_crl));
    runner.on(id_of(pki::Fix::pack_der), [this](const FixAction &, const QString &) {
        if (const Result<void> done = studio_.document.apply({ flash::SetPayload { true } }); !done)
            studio_.notify(done.error());
    });
    // A region that names the credential is packed anew each time it is written.
    runner.on(id_of(pki::Fix::pack_again), [this](const FixAction &, const QString &place) {
        if (const StoredCredential *credential = concerned(place))
            control_.place_and_show(credential->name);
    });
    runner.on(id_of(pki::Fix::issue_again), [this](const FixAction &, const QString &place) { issue_again(place, false); });
    runner.on(id_of(pki::Fix::issue_for_name), [this](const FixAction &, const QString &place) { issue_again(place, true); });
    runner.on(id_of(pki::Fix::add_intermediate), [this](const FixAction &, const QString &) { page_.tasks().open_import(ImportGoal::anything); });
    runner.on(id_of(pki::Fix::order_chain), [this](const FixAction &, const QString &place) { order_chain(place); });
    runner.on(id_of(pki::Fix::place_ca), [this](const FixAction &, const QString &place) { place_ca(place); });
    runner.on(id_of(pki::Fix::choose_buffer), [this](const FixAction &, const QString &) {
        studio_.selection.go(Page::certificates);
        page_.profile_bar().focus_buffer();
    });
    runner.on(id_of(pki::Fix::set_clock), [this](const FixAction &, const QString &) { set_clock(); });
}

const StoredCredential *CertificateFixes::concerned(const QString &place) const
{
    constexpr auto prefix = "certificate:"_L1;
    if (place.startsWith(prefix))
        if (const StoredCredential *found = studio_.workspace.with_id(place.mid(prefix.size())))
            return found;
    const Subject &subject = studio_.selection.subject();
    return subject.kind == Subject::Kind::certificate ? studio_.workspace.find(subject.key) : nullptr;
}

void CertificateFixes::select(const StoredCredential &credential)
{
    studio_.selection.mark({ credential.name });
    studio_.selection.select({ .kind = Subject::Kind::certificate, .key = credential.name });
}

void CertificateFixes::issue_again(const QString &place, bool for_name)
{
    const StoredCredential *credential = concerned(place);
    if (!credential)
        return page_.tasks().open_form(preset::board_client);
    select(*credential);
    page_.tasks().issue_like(*credential, for_name ? studio_.document.plan().agent.host : QString());
}

// The CA that the board must have is the one at the top of the chain.
void CertificateFixes::place_ca(const QString &place)
{
    const StoredCredential *top = concerned(place);
    while (top)
        if (const StoredCredential *above = studio_.workspace.issuer_of(*top))
            top = above;
        else
            break;
    if (top && top->is_ca())
        return control_.place_and_show(top->name);
    page_.tasks().open_import(ImportGoal::ca);
}

void CertificateFixes::order_chain(const QString &place)
{
    const StoredCredential *credential = concerned(place);
    if (!credential)
        return;
    QList<pki::Certificate> chain = pki::issuers_of(credential->certificate, credential->chain + studio_.workspace.cas());
    chain.removeIf([](const pki::Certificate &issuer) { return issuer.is_self_issued(); });
    const NewCredential ordered { .name = credential->name, .certificate = credential->certificate, .chain = chain, .key = {} };
    studio_.workspace.run(
        tr("Put the chain of %1 in order").arg(credential->certificate.display_name()),
        [ordered](const KeyFolder &folder, const Job &) {
            return complete_credential(folder.path(), ordered.name, ordered).transform([&] { return QStringList(ordered.name); });
        },
        this,
        [this](const Result<QStringList> &done) {
            if (!done)
                studio_.notify(done.error());
        });
}

// Whatever is written to a board with our agent starts its clock at the day before.
void CertificateFixes::set_clock()
{
    if (studio_.document.plan().tls != flash::TlsStack::espseal)
        return studio_.notify(Notice { Tone::info,
            tr("The SDK's own firmware gets its time from SNTP: call sntp_setservername() and sntp_init() before the first TLS connection."), {}, u"clock"_s });
    studio_.selection.go(Page::provision);
    studio_.notify(Notice {
        Tone::info, tr("Provisioning sets the clock: the board starts at the day before, and later if SNTP answers."), action::run_provision, u"clock"_s });
}

} // namespace espseal::studio
