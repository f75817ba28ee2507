// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

namespace espseal::studio {

enum class Page { start, devices, certificates, map, provision, monitor };

// What the inspector shows: one thing, chosen in any list, map or ladder.
struct Subject {
    enum class Kind { none, device, certificate, request, stored_key, bin_entry, region, session, message };
    Kind kind = Kind::none;
    QString key; // port, credential name, bin id, region name
    quint64 session = 0;
    int row = -1; // of a message in its ladder

    bool operator==(const Subject &) const = default;
};

// The page in front and the thing selected; shared by all pages.
class Selection final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] Page page() const { return page_; }
    [[nodiscard]] const Subject &subject() const { return subject_; }

    void go(Page page)
    {
        if (page_ == page)
            return;
        page_ = page;
        Q_EMIT page_changed(page);
    }
    void select(const Subject &subject)
    {
        if (subject_ == subject)
            return;
        subject_ = subject;
        Q_EMIT subject_changed();
    }

    // Credentials that are selected together, for what takes several: the subject's too, if it is one.
    [[nodiscard]] const QStringList &marked() const { return marked_; }
    void mark(const QStringList &credentials)
    {
        if (marked_ == credentials)
            return;
        marked_ = credentials;
        Q_EMIT marked_changed();
    }

Q_SIGNALS:
    void page_changed(espseal::studio::Page page);
    void subject_changed();
    void marked_changed();

private:
    Page page_ = Page::start;
    Subject subject_;
    QStringList marked_;
};

} // namespace espseal::studio
