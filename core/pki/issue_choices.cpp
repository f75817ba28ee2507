// SPDX-License-Identifier: Apache-2.0
#include "core/pki/issue_choices.h"

#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

template <class T> void fill(std::optional<T> &here, const std::optional<T> &other)
{
    if (!here)
        here = other;
}

// The parts of `above`, and those of `below` in the fields that `above` has not.
SubjectName joined(const SubjectName &above, const SubjectName &below)
{
    SubjectName all = below;
    for (const SubjectPart &part : above.parts)
        all.set(part.field, {});
    if (all.empty())
        return above;
    for (const SubjectPart &part : above.parts) {
        const auto later = std::ranges::find_if(all.parts, [&](const SubjectPart &other) { return other.field > part.field; });
        all.parts.insert(later - all.parts.begin(), part);
    }
    return all;
}

Validity validity_of(const IssueChoices &choices, int usual_days, const QDateTime &now)
{
    const QDateTime begin = choices.from.value_or(now.addDays(-1));
    if (choices.until)
        return { begin, *choices.until };
    return { begin, choices.from.value_or(now).addDays(choices.days.value_or(usual_days)) };
}

} // namespace

IssueChoices IssueChoices::over(const IssueChoices &others) const
{
    IssueChoices all = *this;
    if (!days && !until) {
        all.days = others.days;
        all.until = others.until;
    }
    fill(all.base, others.base);
    fill(all.role, others.role);
    fill(all.key, others.key);
    fill(all.digest, others.digest);
    fill(all.from, others.from);
    fill(all.serial, others.serial);
    fill(all.key_usages, others.key_usages);
    fill(all.extended_usages, others.extended_usages);
    fill(all.path_length, others.path_length);
    all.constraints_critical = constraints_critical && others.constraints_critical;
    if (alt_names.isEmpty())
        all.alt_names = others.alt_names;
    all.subject = joined(subject, others.subject);
    return all;
}

Result<IssueOrder> IssueChoices::order(const QDateTime &now) const
{
    if (days && until)
        return usage_error(
            u"validity-twice"_s, Messages::tr("The end of the validity is given twice, as a date and in days."), Messages::tr("Give one of them."));
    const CertificateTemplate usual = base.value_or(CertificateTemplate { .name = {}, .label = {}, .help = {}, .key = { KeyType::ec, 256 } });
    IssueOrder order { usual.spec(now), key.value_or(usual.key), usual.self_signed };
    CertificateSpec &spec = order.spec;
    spec.subject = subject;
    spec.alt_names = alt_names;
    spec.role = role.value_or(spec.role);
    spec.digest = digest.value_or(spec.digest);
    spec.validity = validity_of(*this, usual.days, now);
    spec.serial = serial;
    spec.key_usages = key_usages;
    spec.extended_usages = extended_usages;
    spec.constraints_critical = constraints_critical;
    if (path_length)
        spec.path_length = path_length;
    else if (spec.role != Role::ca)
        spec.path_length.reset(); // of a template for CAs
    return check(spec).transform([&] { return order; });
}

} // namespace espseal::pki
