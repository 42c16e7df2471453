#pragma once

#include "ui/main_window/services.h"

#include <QWidget>

class QComboBox;

namespace wharf::ui {

class Card;
class Label;
class PageArea;
class PageHeader;
class SignatureKeys;

/// Where secrets live, what new sign-ins do, which keys check signatures, language. Every change counts at once.
class SettingsPage final : public QWidget {
    Q_OBJECT
public:
    SettingsPage(const Services &services, SignatureKeys &keys, QWidget *parent = nullptr);

    [[nodiscard]] PageHeader *header() const { return m_header; }
    void focusFirst();

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addSecrets();
    void addClients();
    void addTrialUpload();
    void addKeys();
    void addLooks();
    void showKeys();

    Services m_services;
    SignatureKeys &m_keys;
    PageHeader *m_header;
    PageArea *m_area;
    Card *m_keyCard = nullptr;
    QWidget *m_keyList = nullptr;
    QComboBox *m_trialUpload = nullptr;
    QWidget *m_first = nullptr;
};

} // namespace wharf::ui
