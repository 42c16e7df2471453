#include "ui/accounts/hand_over_card.h"

#include "ui/style/card.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/notice.h"
#include "ui/style/switch.h"
#include "ui/wording/hand_over_words.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

namespace wharf::ui {

HandOverCard::HandOverCard(AccountActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_notice(new Notice(this))
{
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 1);
    auto *card = new Card(tr("Docker and Podman"), this);
    outer->addWidget(card);
    const int unit = gridUnit(this);
    for (const Client client : { Client::Docker, Client::Podman }) {
        const bool docker = client == Client::Docker;
        Row &made = row(client);
        made.box = new Switch(docker ? tr("Give it to &Docker") : tr("Give it to &Podman, Skopeo and Buildah"), card);
        made.box->setObjectName(docker ? QStringLiteral("giveDocker") : QStringLiteral("givePodman"));
        made.state = new Label(Label::Role::Caption, {}, card);
        made.file = new Label(Label::Role::Caption, {}, card);
        made.box->setAccessibleName(docker ? tr("Give it to Docker") : tr("Give it to Podman, Skopeo and Buildah"));
        made.file->makeSelectable();
        auto *text = new QVBoxLayout;
        text->setContentsMargins(made.box->textOffset(), 0, 0, docker ? unit : 0);
        text->setSpacing(unit / 4);
        text->addWidget(made.state);
        text->addWidget(made.file);
        auto *group = new QVBoxLayout;
        group->setSpacing(unit / 4);
        group->addWidget(made.box);
        group->addLayout(text);
        card->content()->addLayout(group);
        connect(made.box, &Switch::toggled, this, [this, client](bool given) { choose(client, given); });
    }
    card->content()->addWidget(m_notice);
}

void HandOverCard::present(const registry::RegistryHost &host)
{
    if (m_host != host)
        m_notice->clear();
    m_host = host;
    refresh(Client::Docker);
    refresh(Client::Podman);
}

void HandOverCard::refresh(Client client)
{
    Row &shown = row(client);
    const QString &file = m_actions.fileOf(client);
    const auto state = docker::helperEntryState(file, m_host);
    const QSignalBlocker quiet(shown.box);
    shown.box->setChecked(state && state->entry == docker::HelperEntry::Ours);
    shown.box->setEnabled(state.has_value());
    shown.state->setText(state ? handOverText(*state) : wording::failureWords(state.error(), m_host.name()).text());
    shown.state->setTone(state ? std::nullopt : std::optional(Tone::Bad));
    shown.box->setAccessibleDescription(shown.state->text());
    shown.file->setText(homeRelative(file));
}

void HandOverCard::choose(Client client, bool given)
{
    const auto done = m_actions.give(m_host, client, given);
    if (done)
        m_notice->clear();
    else
        m_notice->say(Tone::Bad, wording::failureWords(done.error(), m_host.name()));
    refresh(client);
}

} // namespace wharf::ui
