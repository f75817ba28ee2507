// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/own_templates.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int longest_days = 36'500;
constexpr int longest_path = 20;
constexpr std::array digests { pki::Digest::sha1, pki::Digest::sha256, pki::Digest::sha384 };

std::unexpected<Error> damaged(const QString &why, const QString &detail = {})
{
    return bad_input(u"profiles-damaged"_s, OwnTemplates::tr("The file with your profiles cannot be read: %1.").arg(why),
        OwnTemplates::tr("Correct the file, or move it away; the studio does not overwrite it."), detail);
}

QString usages_text(const QList<pki::KeyUsage> &usages)
{
    QStringList names;
    for (const pki::KeyUsage usage : usages)
        names.append(pki::usage_name(usage));
    return names.isEmpty() ? u"none"_s : names.join(u',');
}

QJsonObject object_of(const OwnTemplate &one)
{
    const pki::IssueChoices &choices = one.choices;
    QJsonObject object { { u"name"_s, one.name }, { u"base"_s, one.base } };
    if (choices.days)
        object[u"days"_s] = *choices.days;
    if (choices.key)
        object[u"key"_s] = pki::to_string(*choices.key);
    if (choices.digest)
        object[u"digest"_s] = pki::digest_name(*choices.digest);
    if (!choices.subject.empty())
        object[u"subject"_s] = pki::to_string(choices.subject);
    if (choices.key_usages)
        object[u"key_usages"_s] = usages_text(*choices.key_usages);
    if (choices.extended_usages)
        object[u"extended_usages"_s] = choices.extended_usages->isEmpty() ? u"none"_s : choices.extended_usages->join(u',');
    if (choices.path_length)
        object[u"path_length"_s] = *choices.path_length;
    return object;
}

// Reads one object member by member, and remembers which it has asked for.
class Fields {
public:
    Fields(QJsonObject object, QString place)
        : object_(std::move(object))
        , place_(std::move(place))
    {
    }

    [[nodiscard]] std::unexpected<Error> wrong(const QString &member, const QString &detail = {}) const
    {
        return damaged(OwnTemplates::tr("“%1” in %2").arg(member, place_), detail);
    }
    // Empty: it is not there.
    [[nodiscard]] Result<QString> text(const QString &member)
    {
        seen_.insert(member);
        const QJsonValue value = object_.value(member);
        if (value.isUndefined())
            return QString();
        return value.isString() && !value.toString().isEmpty() ? Result<QString>(value.toString()) : wrong(member);
    }
    [[nodiscard]] Result<std::optional<int>> number(const QString &member, int least, int most)
    {
        seen_.insert(member);
        const QJsonValue value = object_.value(member);
        if (value.isUndefined())
            return std::nullopt;
        const int number = value.toInt(least - 1);
        return number >= least && number <= most ? Result<std::optional<int>>(number) : wrong(member);
    }
    // What `parse` makes of the text into `place`, if there is one.
    template <class T, class Parse> [[nodiscard]] Result<void> read(const QString &member, std::optional<T> &place, Parse parse)
    {
        const Result<QString> written = text(member);
        if (!written)
            return failure(written.error());
        if (written->isEmpty())
            return {};
        auto value = parse(*written);
        if (!value)
            return wrong(member, value.error().message);
        place = *std::move(value);
        return {};
    }
    [[nodiscard]] Result<void> no_others() const
    {
        for (const QString &member : object_.keys())
            if (!seen_.contains(member))
                return wrong(member);
        return {};
    }

private:
    QJsonObject object_;
    QString place_;
    QSet<QString> seen_;
};

Result<pki::Digest> digest_of(const QString &text)
{
    for (const pki::Digest digest : digests)
        if (pki::digest_name(digest) == text)
            return digest;
    return damaged(text);
}

Result<pki::SubjectName> subject_of(const QString &text)
{
    Result<pki::SubjectName> name = pki::parse_subject(text);
    if (!name)
        return name;
    if (!name->value(pki::SubjectField::common_name).isEmpty())
        return damaged(u"CN"_s);
    return pki::check(*name).transform([&] { return *std::move(name); });
}

Result<OwnTemplate> template_of(const QJsonObject &object, const QString &place)
{
    Fields fields(object, place);
    OwnTemplate made;
    const Result<QString> name = fields.text(u"name"_s).and_then(checked_template_name);
    if (!name)
        return fields.wrong(u"name"_s);
    made.name = *name;
    std::optional<pki::CertificateTemplate> base;
    std::optional<pki::SubjectName> subject;
    pki::IssueChoices &choices = made.choices;
    for (const Result<void> &read : { fields.read(u"base"_s, base, pki::find_template), fields.read(u"key"_s, choices.key, pki::parse_key_spec),
             fields.read(u"digest"_s, choices.digest, digest_of), fields.read(u"subject"_s, subject, subject_of),
             fields.read(u"key_usages"_s, choices.key_usages, pki::parse_key_usages),
             fields.read(u"extended_usages"_s, choices.extended_usages, pki::parse_extended_usages) })
        if (!read)
            return failure(read.error());
    if (!base)
        return fields.wrong(u"base"_s);
    made.base = base->name;
    choices.subject = subject.value_or(pki::SubjectName());
    const auto days = fields.number(u"days"_s, 1, longest_days);
    if (!days)
        return failure(days.error());
    const auto path = fields.number(u"path_length"_s, 0, longest_path);
    if (!path)
        return failure(path.error());
    choices.days = *days;
    choices.path_length = *path;
    return fields.no_others().transform([&] { return std::move(made); });
}

} // namespace

QByteArray to_json(const QList<OwnTemplate> &templates)
{
    QJsonArray array;
    for (const OwnTemplate &one : templates)
        array.append(object_of(one));
    return QJsonDocument(QJsonObject { { u"version"_s, own_templates_version }, { u"profiles"_s, array } }).toJson();
}

Result<QList<OwnTemplate>> templates_from_json(const QByteArray &json)
{
    QJsonParseError problem {};
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return damaged(OwnTemplates::tr("it is no JSON"), problem.errorString());
    const QJsonObject whole = document.object();
    if (whole["version"_L1].toInt() != own_templates_version)
        return damaged(OwnTemplates::tr("it is of another version"));
    const QJsonValue profiles = whole["profiles"_L1];
    if (!profiles.isArray() || profiles.toArray().size() > most_own_templates || whole.size() != 2)
        return damaged(OwnTemplates::tr("it holds no list of profiles"));
    QList<OwnTemplate> templates;
    QSet<QString> names;
    for (const QJsonValue &value : profiles.toArray()) {
        const QString place = OwnTemplates::tr("profile %1").arg(templates.size() + 1);
        Result<OwnTemplate> made = template_of(value.toObject(), place);
        if (!made)
            return failure(made.error());
        if (names.contains(made->name))
            return damaged(OwnTemplates::tr("“%1” is there twice").arg(made->name));
        names.insert(made->name);
        templates.append(*std::move(made));
    }
    return templates;
}

} // namespace espseal::studio
