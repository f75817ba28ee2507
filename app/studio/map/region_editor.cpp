// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/region_editor.h"

#include "app/studio/control/plan_control.h"
#include "app/studio/document/plan_document.h"
#include "app/studio/document/region_content.h"
#include "app/studio/widgets/text_styles.h"
#include "app/studio/workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

const QString made_on_device = u"device"_s; // in place of "credential:NAME" and "file:PATH"

} // namespace

RegionEditor::RegionEditor(PlanDocument &document, Workspace &workspace, PlanControl &plans, QString region, QWidget *parent)
    : QWidget(parent)
    , document_(document)
    , workspace_(workspace)
    , plans_(plans)
    , region_(std::move(region))
    , name_(new QLineEdit)
    , start_(new QLineEdit)
    , size_(new QLineEdit)
    , content_(new QComboBox)
    , pinned_(new QCheckBox(tr("Keep it where it is")))
    , complaint_(make_label({}, TextStyle::caption))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Name"), name_);
    form->addRow(tr("&Start"), start_);
    form->addRow(tr("Si&ze"), size_);
    form->addRow(tr("&Content"), content_);
    form->addRow(QString(), pinned_);
    form->addRow(complaint_);
    for (QLineEdit *edit : { start_, size_ })
        edit->setFont(fixed_font(edit->font()));
    start_->setToolTip(tr("An address such as 0x7B000 or 492K, at the start of a sector"));
    size_->setToolTip(tr("Bytes, in whole sectors: 4096, 0x1000, 8K"));
    content_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    content_->setMinimumContentsLength(10);
    complaint_->hide();
    connect(name_, &QLineEdit::editingFinished, this, &RegionEditor::commit_name);
    connect(start_, &QLineEdit::editingFinished, this, &RegionEditor::commit_start);
    connect(size_, &QLineEdit::editingFinished, this, &RegionEditor::commit_size);
    connect(content_, &QComboBox::activated, this, &RegionEditor::commit_content);
    connect(pinned_, &QCheckBox::clicked, this, [this](bool on) { plans_.apply({ flash::SetPinned { region_, on } }); });
    connect(&document, &PlanDocument::changed, this, &RegionEditor::refresh);
    refresh();
}

void RegionEditor::focus_start()
{
    start_->setFocus(Qt::OtherFocusReason);
    start_->selectAll();
}

void RegionEditor::refresh()
{
    const flash::Region *region = document_.plan().find(region_);
    setEnabled(region);
    if (!region)
        return;
    const auto put = [](QLineEdit *edit, const QString &text) {
        if (!edit->hasFocus() || !edit->isModified())
            edit->setText(text);
    };
    put(name_, region->name);
    put(start_, region->is_placed() ? to_string(region->slot.start) : QString());
    put(size_, region->is_placed() ? u"0x%1"_s.arg(QString::number(region->slot.size.value(), 16)) : QString());
    start_->setReadOnly(region->pinned);
    pinned_->setChecked(region->pinned);
    fill_contents();
}

void RegionEditor::fill_contents()
{
    const flash::Region *region = document_.plan().find(region_);
    const QSignalBlocker blocker(content_);
    content_->clear();
    content_->addItem(tr("left as it is"), QString());
    if (flash::is_identity(region->role))
        content_->addItem(tr("made on the device"), made_on_device);
    if (!region->file.isEmpty())
        content_->addItem(QFileInfo(region->file).fileName(), u"file:"_s + region->file);
    for (const StoredCredential &credential : workspace_.credentials())
        if ((flash::is_ca(region->role) && credential.is_ca()) || (flash::is_identity(region->role) && !credential.is_ca() && credential.has_key))
            content_->addItem(credential.certificate.display_name(), u"credential:"_s + credential.name);
    const QString now = !region->file.isEmpty() ? u"file:"_s + region->file
        : !region->credential.isEmpty()         ? u"credential:"_s + region->credential
        : region->made_on_device                ? made_on_device
                                                : QString();
    if (content_->findData(now) < 0)
        content_->addItem(tr("%1 (missing)").arg(region->credential), now);
    content_->setCurrentIndex(content_->findData(now));
}

void RegionEditor::complain(QLineEdit &edit, const QString &sentence)
{
    complaint_->setText(sentence);
    complaint_->setVisible(!sentence.isEmpty());
    edit.setAccessibleDescription(sentence);
}

void RegionEditor::commit_name()
{
    const QString name = name_->text().trimmed();
    if (name == region_ || !name_->isModified())
        return;
    name_->setModified(false);
    const Result<void> done = document_.apply({ flash::RenameRegion { region_, name } });
    complain(*name_, done ? QString() : done.error().sentence());
    if (!done)
        return refresh();
    region_ = name;
    refresh();
    Q_EMIT renamed(name);
}

void RegionEditor::commit_start()
{
    if (!start_->isModified())
        return;
    start_->setModified(false);
    const Result<std::uint64_t> value = parse_number(start_->text(), tr("start"));
    complain(*start_, value ? QString() : value.error().sentence());
    if (value)
        plans_.apply({ flash::MoveRegion { region_, Address(*value) } });
}

void RegionEditor::commit_size()
{
    if (!size_->isModified())
        return;
    size_->setModified(false);
    const Result<std::uint64_t> value = parse_number(size_->text(), tr("size"));
    complain(*size_, value ? QString() : value.error().sentence());
    if (value)
        plans_.apply({ flash::ResizeRegion { region_, Size(*value) } });
}

void RegionEditor::commit_content(int index)
{
    const QString wanted = content_->itemData(index).toString();
    const flash::Region *region = document_.plan().find(region_);
    if (!region)
        return;
    if (wanted.startsWith("credential:"_L1))
        plans_.apply(fill_with_credential(*region, wanted.mid(11)));
    else if (wanted.startsWith("file:"_L1))
        plans_.apply(fill_with_file(*region, wanted.mid(5)));
    else if (wanted == made_on_device)
        plans_.apply(leave_to_device(*region));
    else
        plans_.apply(leave_as_it_is(*region));
}

} // namespace espseal::studio
