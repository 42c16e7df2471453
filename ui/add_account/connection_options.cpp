#include "ui/add_account/connection_options.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/switch.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace wharf::ui {

ConnectionOptions::ConnectionOptions(QWidget *parent)
    : QWidget(parent)
    , m_fold(new QToolButton(this))
    , m_body(new QWidget(this))
    , m_label(new QLineEdit(m_body))
    , m_plainHttp(new Switch(tr("Talk plain &HTTP to this registry"), m_body))
    , m_ca(new QLineEdit(m_body))
{
    const int unit = gridUnit(this);
    m_fold->setObjectName(QStringLiteral("connection"));
    m_fold->setText(tr("Connection and label"));
    m_fold->setAccessibleName(tr("Connection and label"));
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setAutoRaise(true);
    m_fold->setCheckable(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    connect(m_fold, &QToolButton::toggled, this, &ConnectionOptions::unfold);

    m_label->setObjectName(QStringLiteral("label"));
    m_label->setPlaceholderText(tr("Your own word for it, if you like"));
    auto *labelCaption = new Label(Label::Role::Strong, tr("&Label"), m_body);
    labelCaption->setBuddy(m_label);
    m_label->setAccessibleName(tr("Label"));

    m_plainHttp->setObjectName(QStringLiteral("plainHttp"));
    auto *warning = new Label(Label::Role::Caption, tr("Everybody on the way can then read the token. This machine itself needs no leave for it."), m_body);
    m_plainHttp->setAccessibleDescription(warning->text());

    m_ca->setObjectName(QStringLiteral("caFile"));
    m_ca->setPlaceholderText(tr("The system's CAs, and those in certs.d"));
    auto *caCaption = new Label(Label::Role::Strong, tr("CA &certificate"), m_body);
    caCaption->setBuddy(m_ca);
    m_ca->setAccessibleName(tr("CA certificate"));
    auto *browse = new QPushButton(tr("&Browse…"), m_body);
    browse->setObjectName(QStringLiteral("browseCa"));
    browse->setAccessibleName(tr("Browse for a CA certificate"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &ConnectionOptions::chooseCa);

    auto *ca = new QHBoxLayout;
    ca->setSpacing(unit);
    ca->addWidget(m_ca, 1);
    ca->addWidget(browse);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(3 * unit, 0, 0, 0);
    body->setSpacing(unit / 2);
    body->addWidget(labelCaption);
    body->addWidget(m_label);
    body->addSpacing(unit / 2);
    body->addWidget(m_plainHttp);
    body->addWidget(warning);
    body->addSpacing(unit / 2);
    body->addWidget(caCaption);
    body->addLayout(ca);
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 1);
    outer->addWidget(m_fold, 0, Qt::AlignLeft);
    outer->addWidget(m_body);
    unfold(false);
}

void ConnectionOptions::reset(const QString &label, const net::HostSettings &settings)
{
    m_kept = settings;
    m_label->setText(label);
    m_plainHttp->setChecked(settings.plainHttp);
    m_ca->setText(settings.caFile);
    unfold(!label.isEmpty() || settings.plainHttp || !settings.caFile.isEmpty());
}

QString ConnectionOptions::label() const
{
    return m_label->text().trimmed();
}

net::HostSettings ConnectionOptions::settings() const
{
    net::HostSettings settings = m_kept;
    settings.plainHttp = m_plainHttp->isChecked();
    settings.caFile = m_ca->text().trimmed();
    return settings;
}

void ConnectionOptions::unfold(bool open)
{
    m_fold->setChecked(open);
    m_fold->setIcon(icon(open ? QStringLiteral("expand") : QStringLiteral("collapsed")));
    m_body->setVisible(open);
}

void ConnectionOptions::chooseCa()
{
    auto *dialog = new QFileDialog(this, tr("CA certificate of the registry"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({ tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, m_ca, &QLineEdit::setText);
    dialog->open();
}

} // namespace wharf::ui
