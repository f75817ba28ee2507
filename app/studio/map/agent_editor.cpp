// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/agent_editor.h"

#include "app/studio/control/plan_control.h"
#include "app/studio/document/plan_document.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

namespace espseal::studio {

namespace {

constexpr int buffer_sizes[] = { 1024, 2048, 4096, 6144, 8192 };

QSpinBox *port_box()
{
    auto *box = new QSpinBox;
    box->setRange(0, 65535);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setGroupSeparatorShown(false);
    return box;
}

} // namespace

AgentEditor::AgentEditor(PlanDocument &document, PlanControl &plans, QWidget *parent)
    : QWidget(parent)
    , document_(document)
    , plans_(plans)
    , form_(new QFormLayout(this))
    , role_(new QComboBox)
    , host_(new QLineEdit)
    , remote_port_(port_box())
    , local_port_(port_box())
    , buffer_(new QComboBox)
    , client_verifies_(new QCheckBox(tr("Board checks the server's CA")))
    , client_authenticates_(new QCheckBox(tr("Board shows its certificate")))
    , server_verifies_(new QCheckBox(tr("Clients must show a certificate")))
    , check_name_(new QCheckBox(tr("Server's name must match")))
{
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setHorizontalSpacing(12);
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    role_->addItem(tr("Client"), static_cast<int>(wire::AgentRole::client));
    role_->addItem(tr("Server"), static_cast<int>(wire::AgentRole::server));
    role_->addItem(tr("Client and server"), static_cast<int>(wire::AgentRole::both));
    for (const int size : buffer_sizes)
        buffer_->addItem(to_string(Size(static_cast<std::uint64_t>(size))), size);
    form_->addRow(tr("&Board is"), role_);
    form_->addRow(tr("&Host"), host_);
    form_->addRow(tr("&Port"), remote_port_);
    form_->addRow(tr("&Listens on"), local_port_);
    form_->addRow(tr("TLS bu&ffer"), buffer_);
    for (QCheckBox *box : { client_verifies_, check_name_, client_authenticates_, server_verifies_ }) {
        form_->addRow(box);
        connect(box, &QCheckBox::clicked, this, &AgentEditor::commit);
    }
    for (QComboBox *box : { role_, buffer_ })
        connect(box, &QComboBox::activated, this, &AgentEditor::commit);
    for (QSpinBox *box : { remote_port_, local_port_ })
        connect(box, &QSpinBox::editingFinished, this, &AgentEditor::commit);
    connect(host_, &QLineEdit::editingFinished, this, &AgentEditor::commit);
    connect(&document, &PlanDocument::changed, this, &AgentEditor::refresh);
    refresh();
}

void AgentEditor::refresh()
{
    const flash::AgentPlan &agent = document_.plan().agent;
    refreshing_ = true;
    role_->setCurrentIndex(role_->findData(static_cast<int>(agent.role)));
    if (!host_->hasFocus() || !host_->isModified())
        host_->setText(agent.host);
    remote_port_->setValue(agent.remote_port);
    local_port_->setValue(agent.local_port);
    if (buffer_->findData(agent.buffer_size) < 0)
        buffer_->addItem(to_string(Size(agent.buffer_size)), agent.buffer_size);
    buffer_->setCurrentIndex(buffer_->findData(agent.buffer_size));
    client_verifies_->setChecked(agent.client_verifies);
    client_authenticates_->setChecked(agent.client_authenticates);
    server_verifies_->setChecked(agent.server_verifies);
    check_name_->setChecked(agent.check_name);
    for (QWidget *field : { static_cast<QWidget *>(host_), static_cast<QWidget *>(remote_port_), static_cast<QWidget *>(client_verifies_),
             static_cast<QWidget *>(client_authenticates_), static_cast<QWidget *>(check_name_) })
        form_->setRowVisible(field, agent.is_client());
    for (QWidget *field : { static_cast<QWidget *>(local_port_), static_cast<QWidget *>(server_verifies_) })
        form_->setRowVisible(field, agent.is_server());
    check_name_->setEnabled(agent.client_verifies);
    refreshing_ = false;
}

void AgentEditor::commit()
{
    if (refreshing_)
        return;
    host_->setModified(false);
    flash::AgentPlan agent = document_.plan().agent;
    agent.role = static_cast<wire::AgentRole>(role_->currentData().toInt());
    agent.host = host_->text().trimmed();
    agent.remote_port = static_cast<std::uint16_t>(remote_port_->value());
    agent.local_port = static_cast<std::uint16_t>(local_port_->value());
    agent.buffer_size = static_cast<std::uint16_t>(buffer_->currentData().toInt());
    agent.client_verifies = client_verifies_->isChecked();
    agent.client_authenticates = client_authenticates_->isChecked();
    agent.server_verifies = server_verifies_->isChecked();
    agent.check_name = check_name_->isChecked();
    plans_.apply({ flash::SetAgent { agent } });
}

} // namespace espseal::studio
