// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_tree.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using Kind = CertificateNode::Kind;
using Tree = std::vector<CertificateNode>;

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Certificates", text, comment, count);
}

CertificateNode::Cell &cell(CertificateNode &node, CertificateColumn column)
{
    return node.cells.at(static_cast<std::size_t>(column));
}

void set_text(CertificateNode &node, CertificateColumn column, const QString &text)
{
    cell(node, column) = { text, text };
}

CertificateNode credential_node(const StoredCredential &credential, const TreeQuestions &ask)
{
    const QList<Finding> findings = ask.findings ? ask.findings(credential.name) : QList<Finding>();
    const CertificateHealth health = health_of(credential, findings, ask.now);
    const pki::Certificate &certificate = credential.certificate;
    const auto bytes = static_cast<std::uint64_t>(certificate.der().size());
    CertificateNode node { .kind = Kind::credential, .key = credential.name, .cells = {} };
    set_text(node, CertificateColumn::name, certificate.display_name());
    set_text(node, CertificateColumn::use, use_text(credential));
    cell(node, CertificateColumn::state) = { health_word(health), -static_cast<int>(health) }; // the worst first
    set_text(node, CertificateColumn::key, certificate.key().name);
    cell(node, CertificateColumn::until) = { until_text(certificate, ask.now), certificate.not_after() };
    set_text(node, CertificateColumn::map, ask.regions ? ask.regions(credential.name) : QString());
    cell(node, CertificateColumn::size) = { to_string(Size(bytes)), static_cast<qulonglong>(bytes) };
    node.icon = credential.is_ca() ? u"authority"_s : u"certificates"_s;
    node.tip = certificate.subject();
    node.state_tip = credential.key_problem ? credential.key_problem->sentence() : health_sentence(health);
    node.state_icon = health_icon(health);
    node.state_tone = health_tone(health);
    node.search = credential.search;
    node.marks = marks_of(credential, health, findings, ask.now);
    return node;
}

CertificateNode request_node(const StoredRequest &stored)
{
    const pki::CertificateRequest &request = stored.request;
    CertificateNode node { .kind = Kind::request, .key = stored.name, .cells = {} };
    set_text(node, CertificateColumn::name, request.display_name());
    set_text(node, CertificateColumn::use, tr("request"));
    set_text(node, CertificateColumn::state, stored.has_key ? tr("waits", "a request for its answer") : tr("to sign"));
    set_text(node, CertificateColumn::key, request.key().name);
    node.icon = u"new"_s;
    node.tip = request.subject();
    node.state_tip = stored.has_key ? tr("Its key is here. Give the request to the CA and import the answer.")
                                    : tr("Somebody else's request: one of your CAs can answer it.");
    node.state_icon = stored.has_key ? u"clock"_s : u"verify"_s;
    node.state_tone = Tone::info;
    node.search = (request.subject() + u'\n' + stored.name).toCaseFolded();
    return node;
}

CertificateNode key_node(const StoredKey &key)
{
    CertificateNode node { .kind = Kind::key, .key = key.name, .cells = {} };
    set_text(node, CertificateColumn::name, key.name);
    set_text(node, CertificateColumn::use, tr("private key"));
    set_text(node, CertificateColumn::state, key.problem ? tr("cannot be read") : tr("waits", "a key without its certificate"));
    set_text(node, CertificateColumn::key, key.kind.name);
    node.icon = u"key"_s;
    node.tip = key.name;
    node.state_tip = key.problem ? key.problem->sentence() : tr("No certificate here belongs to this key. Import it, and they come together.");
    node.state_icon = key.problem ? u"error"_s : u"clock"_s;
    node.state_tone = key.problem ? Tone::bad : Tone::neutral;
    node.search = key.name.toCaseFolded();
    return node;
}

QString bin_use(const BinEntry &entry)
{
    if (entry.has_certificate)
        return entry.has_key ? tr("with its key") : tr("without a key");
    return entry.has_request ? tr("request") : tr("private key");
}

CertificateNode bin_node(const BinEntry &entry, const QDateTime &now)
{
    CertificateNode node { .kind = Kind::bin_entry, .key = entry.id, .cells = {} };
    const auto left = static_cast<int>(std::max<qint64>(0, bin_days - entry.removed.daysTo(now)));
    set_text(node, CertificateColumn::name, entry.title);
    set_text(node, CertificateColumn::use, bin_use(entry));
    set_text(node, CertificateColumn::state, tr("removed"));
    cell(node, CertificateColumn::until) = { tr("%n day(s) left in the bin", nullptr, left), entry.removed };
    node.icon = u"trash"_s;
    node.tip = tr("Removed on %1").arg(QLocale().toString(entry.removed.toLocalTime(), QLocale::ShortFormat));
    node.state_tip = node.tip;
    node.state_icon = u"trash"_s;
    node.search = (entry.title + u'\n' + entry.name).toCaseFolded();
    return node;
}

std::size_t add(Tree &tree, CertificateNode node, std::size_t parent)
{
    node.parent = parent;
    tree.push_back(std::move(node));
    return tree.size() - 1;
}

void add_group(Tree &tree, const QString &key, const QString &title, const QString &icon, std::vector<CertificateNode> members)
{
    if (members.empty())
        return;
    CertificateNode group { .kind = Kind::group, .key = key, .cells = {}, .icon = icon, .tip = title };
    set_text(group, CertificateColumn::name, u"%1 (%2)"_s.arg(title).arg(members.size()));
    const std::size_t place = add(tree, std::move(group), 0);
    for (CertificateNode &member : members)
        add(tree, std::move(member), place);
}

void link(Tree &tree)
{
    for (std::size_t i = 1; i < tree.size(); ++i) {
        std::vector<std::size_t> &siblings = tree[tree[i].parent].children;
        tree[i].row = static_cast<int>(siblings.size());
        siblings.push_back(i);
    }
}

} // namespace

CertificateMarks marks_of(const StoredCredential &credential, CertificateHealth health, const QList<Finding> &findings, const QDateTime &now)
{
    CertificateMarks marks;
    const QDateTime end = credential.certificate.not_after();
    marks.setFlag(CertificateMark::expired, end < now);
    if (end >= now) {
        const qint64 days = now.daysTo(end);
        marks.setFlag(CertificateMark::ends_30, days < 30);
        marks.setFlag(CertificateMark::ends_90, days < 90);
        marks.setFlag(CertificateMark::ends_365, days < 365);
    }
    marks.setFlag(CertificateMark::weak, is_weak(findings));
    marks.setFlag(CertificateMark::unfit, health == CertificateHealth::unfit);
    marks.setFlag(CertificateMark::revoked, health == CertificateHealth::revoked);
    marks.setFlag(CertificateMark::no_key, (!credential.has_key && !credential.on_device && !credential.on_token) || credential.key_problem);
    return marks;
}

std::vector<CertificateNode> certificate_tree(const WorkspaceContent &content, const TreeQuestions &ask)
{
    Tree tree(1);
    tree.reserve(static_cast<std::size_t>(content.credentials.size() + content.keys.size() + content.bin.size()) + 8);
    QHash<QString, std::size_t> places;
    for (const StoredCredential &credential : content.credentials)
        places.insert(credential.name, add(tree, credential_node(credential, ask), 0));
    for (const StoredCredential &credential : content.credentials)
        tree[places.value(credential.name)].parent = places.value(credential.issuer, 0);
    std::vector<CertificateNode> requests;
    std::ranges::transform(content.requests, std::back_inserter(requests), request_node);
    std::vector<CertificateNode> keys;
    std::ranges::transform(content.keys, std::back_inserter(keys), key_node);
    std::vector<CertificateNode> bin;
    std::ranges::transform(content.bin, std::back_inserter(bin), [&](const BinEntry &entry) { return bin_node(entry, ask.now); });
    add_group(tree, u"requests"_s, tr("Requests waiting for an answer"), u"new"_s, std::move(requests));
    add_group(tree, u"keys"_s, tr("Keys without certificate"), u"key"_s, std::move(keys));
    add_group(tree, u"bin"_s, tr("Bin"), u"trash"_s, std::move(bin));
    link(tree);
    return tree;
}

} // namespace espseal::studio
