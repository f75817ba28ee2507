// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace espseal::studio {

// The frame that all pages share: a title with tools at its right, and the page's content below.
class PageFrame : public QWidget {
    Q_OBJECT
public:
    explicit PageFrame(const QString &title, QWidget *parent = nullptr);

    void set_title(const QString &title);
    void add_tool(QWidget *tool); // at the right of the title
    [[nodiscard]] QVBoxLayout *content() const { return content_; }
    // Where the keyboard goes when the page comes up.
    [[nodiscard]] virtual QWidget *first_focus() { return nullptr; }

private:
    QLabel *title_;
    QHBoxLayout *tools_;
    QVBoxLayout *content_;
};

inline constexpr int page_margin = 20;

} // namespace espseal::studio
