// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/token_picker.h"

#include "app/studio/certificates/token_key.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

std::optional<pki::KeySpec> spec_of(const pki::TokenKey &key)
{
    static const QHash<QString, QString> names { { u"P-256"_s, u"ec:p256"_s }, { u"P-384"_s, u"ec:p384"_s } };
    const QString text = key.algorithm.startsWith("RSA-"_L1) ? u"rsa:"_s + key.algorithm.sliced(4) : names.value(key.algorithm);
    const Result<pki::KeySpec> spec = pki::parse_key_spec(text);
    return spec ? std::optional(*spec) : std::nullopt;
}

QString title_of(const pki::Token &token)
{
    return token.model.isEmpty() ? token.label : u"%1 (%2)"_s.arg(token.label, token.model);
}

QWidget *beside(QWidget *wide, QWidget *narrow)
{
    auto *holder = new QWidget;
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(wide, 1);
    row->addWidget(narrow);
    return holder;
}

} // namespace

TokenPicker::TokenPicker(Studio &studio, Keys keys, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , keys_(keys)
    , form_(new QFormLayout(this))
    , module_(new QComboBox)
    , token_(new QComboBox)
    , key_(new QComboBox)
    , again_(new QPushButton(tr("Look again")))
    , log_in_(new QPushButton(tr("Log in")))
    , icon_(new IconLabel(18))
    , text_(make_label({}))
{
    lay_out();
    fill_modules();
    connect(module_, &QComboBox::activated, this, [this] { look(false); });
    connect(module_->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (module_->currentText() != looked_at_)
            look(false);
    });
    connect(again_, &QPushButton::clicked, this, [this] { look(false); });
    connect(log_in_, &QPushButton::clicked, this, [this] { look(true); });
    connect(token_, &QComboBox::currentIndexChanged, this, &TokenPicker::show_keys);
    connect(key_, &QComboBox::currentIndexChanged, this, &TokenPicker::follow);
    follow();
}

void TokenPicker::lay_out()
{
    module_->setObjectName(u"token-module"_s);
    token_->setObjectName(u"token-token"_s);
    key_->setObjectName(u"token-key"_s);
    text_->setObjectName(u"token-status"_s);
    again_->setObjectName(u"token-again"_s);
    log_in_->setObjectName(u"token-log-in"_s);
    log_in_->setToolTip(tr("Most tokens show their keys only to who knows the PIN."));
    module_->setEditable(true);
    module_->setToolTip(tr("The library (.so) that came with the token; a program that runs with your rights."));
    for (QComboBox *box : { module_, token_, key_ })
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    token_->setPlaceholderText(tr("no token"));
    key_->setPlaceholderText(tr("no key seen: log in"));
    auto *browse_button = new QPushButton(tr("Browse..."));
    connect(browse_button, &QPushButton::clicked, this, &TokenPicker::browse);
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setVerticalSpacing(8);
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    for (const auto &[label, box, button] :
        { std::tuple { tr("&Module"), module_, browse_button }, { tr("&Token"), token_, again_ }, { tr("&Key on it"), key_, log_in_ } }) {
        auto *name = new QLabel(label);
        name->setBuddy(box);
        form_->addRow(name, beside(box, button));
    }
    auto *status = new QWidget;
    auto *row = new QHBoxLayout(status);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(icon_, 0, Qt::AlignTop);
    row->addWidget(text_, 1);
    form_->addRow(status);
}

QWidget *TokenPicker::first_focus()
{
    return module_;
}

void TokenPicker::fill_modules()
{
    QStringList modules = studio_.settings.token_modules();
    for (const QString &module : usual_token_modules())
        if (!modules.contains(module))
            modules.append(module);
    module_->addItems(modules);
    module_->setCurrentIndex(modules.isEmpty() ? -1 : 0);
}

void TokenPicker::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (looked_at_.isEmpty() && !module_->currentText().isEmpty())
        look(false);
}

void TokenPicker::browse()
{
    auto *dialog = new QFileDialog(window(), tr("PKCS#11 module"), QFileInfo(module_->currentText()).path(), tr("Libraries (*.so *.so.* *.dll *.dylib)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        module_->setCurrentText(path);
        look(false);
    });
    dialog->open();
}

void TokenPicker::look(bool log_in)
{
    const pki::Token *chosen = token();
    const pki::TokenLocation location { module_->currentText().trimmed(), log_in && chosen ? chosen->uri() : QString() };
    looked_at_ = location.module;
    if (job_)
        studio_.jobs.stop(job_);
    const int mine = ++generation_;
    const QString title = log_in ? tr("See the token's keys") : tr("Look for tokens");
    say(u"running"_s, Tone::info, log_in ? tr("Logging in") : tr("Looking for tokens"));
    job_ = studio_.jobs.start<QList<pki::Token>>(
        title,
        [location, log_in, title, &tokens = studio_.keys.tokens()](const Job &job) { return tokens.list(location, log_in, { .job = job, .purpose = title }); },
        this,
        [this, mine, log_in](const Result<QList<pki::Token>> &found) {
            if (mine == generation_)
                show_tokens(found, log_in);
        },
        JobStyle::quiet);
}

void TokenPicker::show_tokens(const Result<QList<pki::Token>> &tokens, bool logged_in)
{
    job_ = 0;
    if (!tokens) {
        follow();
        if (tokens.error().kind != ErrorKind::cancelled)
            say(u"error"_s, Tone::bad, tokens.error().sentence());
        return;
    }
    if (logged_in) { // into one of them
        for (pki::Token &known : tokens_)
            for (const pki::Token &opened : *tokens)
                if (known.uri() == opened.uri())
                    known = opened;
        return show_keys();
    }
    const QString before = token_->currentData().toString();
    tokens_ = *tokens;
    const QSignalBlocker quiet(token_);
    token_->clear();
    for (const pki::Token &token : tokens_)
        token_->addItem(title_of(token), token.uri());
    token_->setCurrentIndex(std::max(tokens_.isEmpty() ? -1 : 0, token_->findData(before)));
    show_keys();
}

const pki::Token *TokenPicker::token() const
{
    const auto found = std::ranges::find(tokens_, token_->currentData().toString(), [](const pki::Token &one) { return one.uri(); });
    return found == tokens_.end() ? nullptr : &*found;
}

void TokenPicker::show_keys()
{
    const pki::Token *chosen = token();
    {
        const QSignalBlocker quiet(key_);
        key_->clear();
        if (chosen && keys_ == Keys::a_new_one_too)
            key_->addItem(tr("a new one"));
        for (const pki::TokenKey &key : chosen ? chosen->keys : QList<pki::TokenKey>())
            key_->addItem(u"%1, %2"_s.arg(key.label.isEmpty() ? QString::fromLatin1(key.id.toHex()) : key.label, key.algorithm), chosen->uri(key));
        key_->setCurrentIndex(key_->count() > 0 ? 0 : -1);
    }
    follow();
}

std::optional<TokenKeyChoice> TokenPicker::choice(const QString &new_name) const
{
    const pki::Token *chosen = token();
    if (!chosen || key_->currentIndex() < 0)
        return std::nullopt;
    if (const QString there = key_->currentData().toString(); !there.isEmpty())
        return TokenKeyChoice { { looked_at_, there }, true };
    pki::TokenUri uri;
    uri.token = chosen->label;
    uri.serial = chosen->serial;
    uri.object = new_name;
    return TokenKeyChoice { { looked_at_, pki::to_string(uri) }, false };
}

std::optional<pki::KeySpec> TokenPicker::key() const
{
    const pki::Token *chosen = token();
    const QString uri = key_->currentData().toString();
    for (const pki::TokenKey &key : chosen ? chosen->keys : QList<pki::TokenKey>())
        if (chosen->uri(key) == uri)
            return spec_of(key);
    return std::nullopt;
}

void TokenPicker::confirm()
{
    studio_.settings.add_token_module(looked_at_);
    studio_.keys.tokens().trust(looked_at_);
}

void TokenPicker::follow()
{
    const pki::Token *chosen = token();
    log_in_->setEnabled(chosen && chosen->needs_pin && chosen->pin != pki::PinState::locked);
    if (looked_at_.isEmpty())
        say(u"info"_s, Tone::neutral, tr("Choose the library that came with the token."));
    else if (!chosen)
        say(u"warning"_s, Tone::caution, tr("This module sees no token. Plug it in and look again."));
    else if (chosen->pin == pki::PinState::locked)
        say(u"error"_s, Tone::bad, tr("The token's PIN is locked. Its maker's tool unlocks it with the PUK or the SO PIN."));
    else if (chosen->pin == pki::PinState::last_try)
        say(u"warning"_s, Tone::caution, tr("One more wrong PIN locks the token."));
    else if (chosen->pin == pki::PinState::not_set)
        say(u"error"_s, Tone::bad, tr("The token has no PIN yet: set it with its maker's tool."));
    else if (key_->currentIndex() < 0)
        say(u"info"_s, Tone::neutral, tr("Log in to see the keys on the token."));
    else if (key_->currentData().toString().isEmpty())
        say(u"info"_s, Tone::neutral, tr("The key is made on the token and cannot be copied: a lost token is a lost CA."));
    else
        say(u"ok"_s, Tone::good, tr("The token signs with its key."));
    Q_EMIT changed();
}

void TokenPicker::say(const QString &icon, Tone tone, const QString &text)
{
    icon_->show_icon(icon, tone);
    text_->setText(text);
}

} // namespace espseal::studio
