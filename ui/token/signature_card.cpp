#include "ui/token/signature_card.h"

#include "ui/style/card.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/picture.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

SignatureCard::SignatureCard(QWidget *parent)
    : QWidget(parent)
    , m_picture(new Picture({}, iconSize(this), this))
    , m_verdict(new Label(Label::Role::Body, {}, this))
    , m_hint(new Label(Label::Role::Caption, {}, this))
    , m_trouble(new Label(Label::Role::Caption, {}, this))
    , m_choose(new QPushButton(tr("Choose &key file…"), this))
{
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    auto *card = new Card(tr("Signature"), this);
    outer->addWidget(card);
    const int unit = gridUnit(this);
    auto *row = new QHBoxLayout;
    row->setSpacing(unit);
    row->addWidget(m_picture, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(unit / 4);
    words->addWidget(m_verdict);
    words->addWidget(m_hint);
    words->addWidget(m_trouble);
    words->addSpacing(unit / 2);
    words->addWidget(m_choose, 0, Qt::AlignLeft);
    row->addLayout(words, 1);
    card->content()->addLayout(row);
    m_verdict->setObjectName(QStringLiteral("signature"));
    m_trouble->setTone(Tone::Bad);
    m_trouble->hide();
    m_choose->setObjectName(QStringLiteral("chooseKey"));
    m_choose->setAutoDefault(false);
    connect(m_choose, &QPushButton::clicked, this, &SignatureCard::choose);
}

void SignatureCard::present(const registry::SignatureVerdict &verdict)
{
    using registry::SignatureState;
    m_trouble->setTextOrHide({});
    switch (verdict.state) {
    case SignatureState::Unchecked:
        m_picture->setPicture(QStringLiteral("shield"), Tone::Quiet);
        m_verdict->setText(tr("Not checked: no key known for this registry."));
        m_hint->setTextOrHide(tr("Give the token service's certificate or public key (PEM), or its JWK set."));
        break;
    case SignatureState::Valid:
        m_picture->setPicture(QStringLiteral("shield-ready"), Tone::Good);
        m_verdict->setText(tr("Checked with %1: it fits.").arg(verdict.keyOrigin));
        m_hint->setTextOrHide({});
        break;
    case SignatureState::Invalid:
        m_picture->setPicture(QStringLiteral("shield-refused"), Tone::Bad);
        m_verdict->setText(tr("Checked with %1: it does not fit.").arg(verdict.keyOrigin));
        m_hint->setTextOrHide(tr("Somebody changed the token, or the key is an old one. Ask the administrator for the present key."));
        break;
    case SignatureState::NoKeyFits:
        m_picture->setPicture(QStringLiteral("shield"), Tone::Caution);
        m_verdict->setText(tr("Not checked: none of the keys given is the one that signed it."));
        m_hint->setTextOrHide(tr("Ask the administrator for the present key."));
        break;
    case SignatureState::Unsupported:
        m_picture->setPicture(QStringLiteral("shield"), Tone::Caution);
        m_verdict->setText(tr("Not checked: it is signed in a way that Wharfinger does not take."));
        m_hint->setTextOrHide(tr("RS, PS and ES 256 to 512 and EdDSA are taken; “none” and shared-key signatures never are."));
        break;
    }
}

void SignatureCard::showTrouble(const QString &text)
{
    m_trouble->setTextOrHide(text);
}

void SignatureCard::choose()
{
    auto *dialog = new QFileDialog(this, tr("Key that signs the tokens of this registry"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({ tr("Keys and certificates (*.pem *.crt *.cer *.key *.pub *.json *.jwk *.jwks)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, this, &SignatureCard::keyChosen);
    dialog->open();
}

} // namespace wharf::ui
