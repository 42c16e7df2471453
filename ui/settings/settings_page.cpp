#include "ui/settings/settings_page.h"

#include "ui/diagnosis/upload_consent.h"
#include "ui/main_window/page_header.h"
#include "ui/settings/window_settings.h"
#include "ui/style/card.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/page_area.h"
#include "ui/style/switch.h"
#include "ui/token/signature_keys.h"
#include "ui/wording/account_words.h"
#include "ui/wording/hand_over_words.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

SettingsPage::SettingsPage(const Services &services, SignatureKeys &keys, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_keys(keys)
    , m_header(new PageHeader(this))
    , m_area(new PageArea(this))
{
    m_header->setTitle(tr("Settings"), tr("Every change counts at once."));
    auto *close = new QPushButton(tr("&Close"), m_header);
    close->setObjectName(QStringLiteral("closeSettings"));
    close->setAutoDefault(false);
    m_header->addAction(close);
    connect(close, &QPushButton::clicked, this, &SettingsPage::closed);
    addSecrets();
    addClients();
    addTrialUpload();
    addKeys();
    addLooks();
    m_area->column()->addStretch();
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_header);
    outer->addWidget(m_area, 1);
    connect(&keys, &SignatureKeys::changed, this, &SettingsPage::showKeys);
}

void SettingsPage::focusFirst()
{
    // Answered elsewhere meanwhile, perhaps.
    m_trialUpload->setCurrentIndex(m_trialUpload->findData(static_cast<int>(UploadConsent::kept(m_services.settings))));
    m_first->setFocus(Qt::OtherFocusReason);
}

void SettingsPage::addSecrets()
{
    auto *card = new Card(tr("Where secrets live"), this);
    auto *where = new Label(Label::Role::Body, storeText(m_services.store->kind(), m_services.store->name()), card);
    where->setObjectName(QStringLiteral("store"));
    where->makeSelectable();
    card->content()->addWidget(where);
    card->content()->addWidget(new Label(Label::Role::Caption,
        tr("Tokens and passwords are kept there and nowhere else. Without a keychain, start with WHARFINGER_STORE=vault to keep them in an encrypted file."), card));
    m_area->column()->addWidget(card);
}

void SettingsPage::addClients()
{
    auto *card = new Card(tr("Docker and Podman"), this);
    auto *give = new Switch(tr("&Give new sign-ins to Docker and Podman"), card);
    give->setObjectName(QStringLiteral("giveNew"));
    m_first = give;
    give->setChecked(givesToClients(m_services.settings));
    auto *files = new Label(Label::Role::Caption, tr("Wharfinger enters itself as the credential helper of a registry in %1 and %2, and takes the entry out at sign-out. No token is written there.")
                                .arg(homeRelative(m_services.clientFiles.dockerConfig), homeRelative(m_services.clientFiles.containersAuth)), card);
    give->setAccessibleDescription(files->text());
    connect(give, &Switch::toggled, this, [this](bool gives) { setGivesToClients(m_services.settings, gives); });
    card->content()->addWidget(give);
    card->content()->addWidget(files);
    m_area->column()->addWidget(card);
}

void SettingsPage::addTrialUpload()
{
    using Answer = UploadConsent::Answer;
    auto *card = new Card(tr("Diagnose"), this);
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit(this));
    auto *caption = new Label(Label::Role::Body, tr("&Trial upload"), card);
    caption->setWordWrap(false);
    auto *choice = new QComboBox(card);
    choice->setObjectName(QStringLiteral("trialUpload"));
    choice->setAccessibleName(tr("Trial upload"));
    choice->view()->setAccessibleName(choice->accessibleName());
    caption->setBuddy(choice);
    choice->addItem(tr("Ask each time"), static_cast<int>(Answer::Ask));
    choice->addItem(tr("Always"), static_cast<int>(Answer::Upload));
    choice->addItem(tr("Never"), static_cast<int>(Answer::Without));
    choice->setCurrentIndex(choice->findData(static_cast<int>(UploadConsent::kept(m_services.settings))));
    row->addWidget(caption);
    row->addWidget(choice);
    row->addStretch();
    card->content()->addLayout(row);
    card->content()->addWidget(new Label(Label::Role::Caption,
        tr("A diagnosis of a repository may start an upload, send 2 MiB, and take it back. No image is stored, and no tag changes."), card));
    connect(choice, &QComboBox::activated, this, [this, choice](int index) {
        UploadConsent::keep(m_services.settings, static_cast<Answer>(choice->itemData(index).toInt()));
    });
    m_trialUpload = choice;
    m_area->column()->addWidget(card);
}

void SettingsPage::addKeys()
{
    m_keyCard = new Card(tr("Keys for checking signatures"), this);
    m_area->column()->addWidget(m_keyCard);
    showKeys();
}

void SettingsPage::addLooks()
{
    auto *card = new Card(tr("Language and looks"), this);
    const int unit = gridUnit(this);
    auto *row = new QHBoxLayout;
    row->setSpacing(unit);
    auto *caption = new Label(Label::Role::Body, tr("&Language"), card);
    caption->setWordWrap(false);
    auto *language = new QComboBox(card);
    language->setObjectName(QStringLiteral("language"));
    language->setAccessibleName(tr("Language"));
    language->view()->setAccessibleName(language->accessibleName());
    caption->setBuddy(language);
    language->addItem(tr("As the system"), QString());
    language->addItem(QLocale(QLocale::English).nativeLanguageName(), QStringLiteral("en"));
    for (const QString &code : m_services.languages)
        language->addItem(QLocale(code).nativeLanguageName(), code);
    language->setCurrentIndex(qMax(0, language->findData(chosenLanguage(m_services.settings))));
    row->addWidget(caption);
    row->addWidget(language);
    row->addStretch();
    card->content()->addLayout(row);
    auto *later = new Label(Label::Role::Caption, {}, card);
    later->hide();
    card->content()->addWidget(later);
    card->content()->addWidget(new Label(Label::Role::Caption, tr("Light, dark and high contrast follow the desktop."), card));
    connect(language, &QComboBox::activated, this, [this, language, later](int index) {
        setChosenLanguage(m_services.settings, language->itemData(index).toString());
        later->setTextOrHide(tr("The language changes when Wharfinger starts the next time."));
    });
    m_area->column()->addWidget(card);
}

void SettingsPage::showKeys()
{
    delete m_keyList;
    m_keyList = new QWidget(m_keyCard);
    auto *column = new QVBoxLayout(m_keyList);
    const int unit = gridUnit(this);
    setGap(column, this, 1);
    const auto all = m_keys.all();
    if (all.isEmpty())
        column->addWidget(new Label(Label::Role::Body, tr("None yet. The Token page of an account takes one for its registry."), m_keyList));
    for (const auto &[host, file] : all) {
        auto *row = new QHBoxLayout;
        row->setSpacing(unit);
        auto *words = new QVBoxLayout;
        words->setSpacing(unit / 4);
        words->addWidget(new Label(Label::Role::Body, host, m_keyList));
        words->addWidget(new Label(Label::Role::Caption, homeRelative(file), m_keyList));
        auto *remove = new QPushButton(tr("Remove"), m_keyList);
        remove->setObjectName(QStringLiteral("removeKey"));
        remove->setAccessibleName(tr("Remove the key %1 of %2").arg(homeRelative(file), host));
        remove->setAutoDefault(false);
        const QString ofHost = host;
        const QString thisFile = file;
        // Queued, for the list and this button in it are made anew.
        connect(remove, &QPushButton::clicked, this, [this, ofHost, thisFile] { m_keys.remove(ofHost, thisFile); }, Qt::QueuedConnection);
        row->addLayout(words, 1);
        row->addWidget(remove);
        column->addLayout(row);
    }
    m_keyCard->content()->addWidget(m_keyList);
}

void SettingsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace wharf::ui
