#pragma once

#include "ui/accounts/account_actions.h"

#include <QWidget>

namespace wharf::ui {

class Label;
class Notice;
class Switch;

/// What Docker and Podman are given for one registry, with a switch for each.
class HandOverCard final : public QWidget {
    Q_OBJECT
public:
    explicit HandOverCard(AccountActions &actions, QWidget *parent = nullptr);

    void present(const registry::RegistryHost &host);

private:
    struct Row {
        Switch *box = nullptr;
        Label *state = nullptr;
        Label *file = nullptr;
    };
    void refresh(Client client);
    void choose(Client client, bool given);
    [[nodiscard]] Row &row(Client client) { return client == Client::Docker ? m_docker : m_podman; }

    AccountActions &m_actions;
    registry::RegistryHost m_host;
    Row m_docker;
    Row m_podman;
    Notice *m_notice;
};

} // namespace wharf::ui
