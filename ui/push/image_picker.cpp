#include "ui/push/image_picker.h"

#include "core/base/clock.h"
#include "core/push/recognise_file.h"
#include "ui/push/image_delegate.h"
#include "ui/push/image_model.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/notice.h"
#include "ui/wording/push_words.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>

namespace wharf::ui {

namespace {

constexpr int leastRows = 3;
constexpr int mostRows = 6;

} // namespace

/// Brings an engine's answer to the picker, if that still waits for this very answer.
struct ListingWay {
    static Task<> walk(std::weak_ptr<ImagePicker *> alive, ImageLister lister, push::SourceName::Kind kind, std::shared_ptr<Stop> stop)
    {
        const Result<QList<LocalImage>> images = co_await lister(kind, stop);
        const auto picker = alive.lock();
        if (picker && (*picker)->m_stop == stop)
            (*picker)->answered(kind, images);
    }
};

ImagePicker::ImagePicker(ImageLister lister, std::shared_ptr<const Clock> clock, QWidget *parent)
    : QWidget(parent)
    , m_lister(std::move(lister))
    , m_engines { { .kind = push::SourceName::Kind::Docker, .failure = {} }, { .kind = push::SourceName::Kind::Podman, .failure = {} } }
    , m_alive(std::make_shared<ImagePicker *>(this))
    , m_model(new ImageModel(std::move(clock), this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_refresh(new QPushButton(tr("&Refresh"), this))
    , m_archive(new QPushButton(tr("Arc&hive…"), this))
    , m_folder(new QPushButton(tr("F&older…"), this))
    , m_list(new QListView(this))
    , m_note(new Label(Label::Role::Caption, {}, this))
    , m_nothing(new Notice(this))
{
    layOut();
    m_shown->setSourceModel(m_model);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_shown);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text.trimmed());
        showState();
    });
    connect(m_refresh, &QPushButton::clicked, this, &ImagePicker::refresh);
    connect(m_archive, &QPushButton::clicked, this, [this] { openFileDialog(false); });
    connect(m_folder, &QPushButton::clicked, this, [this] { openFileDialog(true); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        const LocalImage *image = m_model->imageAt(m_shown->mapToSource(current).row());
        if (!image || m_chosen == image->source)
            return;
        m_chosen = image->source;
        Q_EMIT chosenChanged();
    });
    showState();
}

ImagePicker::~ImagePicker()
{
    m_alive.reset();
    if (m_stop)
        m_stop->stop();
}

void ImagePicker::layOut()
{
    const int unit = gridUnit(this);
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    column->setSpacing(unit / 2);
    auto *label = new Label(Label::Role::Strong, tr("&From"), this);
    label->setBuddy(m_filter);
    m_filter->setObjectName(QStringLiteral("imageFilter"));
    m_filter->setAccessibleName(tr("Filter the images"));
    m_filter->setPlaceholderText(tr("Filter images"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    const std::initializer_list<std::tuple<QPushButton *, const char *, const char *>> buttons {
        { m_refresh, "refreshImages", "checking" }, { m_archive, "chooseArchive", "archive" }, { m_folder, "chooseFolder", "folder" }
    };
    for (const auto &[button, name, picture] : buttons) {
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        setIcon(button, QLatin1String(picture));
    }
    m_refresh->setToolTip(tr("Ask Docker and Podman again (F5)"));
    m_archive->setToolTip(tr("Push a file that docker save, podman save or skopeo copy wrote. It can be dropped here, too."));
    m_folder->setToolTip(tr("Push a folder in OCI layout. It can be dropped here, too."));
    m_list->setObjectName(QStringLiteral("images"));
    m_list->setAccessibleName(tr("Images to push"));
    m_list->setItemDelegate(new ImageDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    m_note->setObjectName(QStringLiteral("imagesNote"));
    m_nothing->setObjectName(QStringLiteral("noImages"));

    auto *bar = new QHBoxLayout;
    bar->setSpacing(unit);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_refresh);
    auto *files = new FlowLayout;
    files->setSpacing(unit);
    auto *hint = new Label(Label::Role::Caption, tr("or drop one here"), this);
    hint->setWordWrap(false);
    hint->setMinimumHeight(m_archive->sizeHint().height());
    files->addWidget(m_archive);
    files->addWidget(m_folder);
    files->addWidget(hint);
    column->addWidget(label);
    column->addLayout(bar);
    column->addSpacing(unit / 2);
    column->addWidget(m_list);
    column->addWidget(m_nothing);
    column->addWidget(m_note);
    column->addSpacing(unit / 2);
    column->addLayout(files);
    setTabOrder(m_refresh, m_list);
    setTabOrder(m_list, m_archive);
}

void ImagePicker::refresh()
{
    if (m_stop)
        m_stop->stop();
    m_stop = std::make_shared<Stop>();
    for (Engine &engine : m_engines)
        engine.asking = true;
    showState();
    for (const push::SourceName::Kind kind : { push::SourceName::Kind::Docker, push::SourceName::Kind::Podman })
        ListingWay::walk(m_alive, m_lister, kind, m_stop);
}

void ImagePicker::answered(push::SourceName::Kind kind, const Result<QList<LocalImage>> &images)
{
    for (Engine &engine : m_engines) {
        if (engine.kind != kind)
            continue;
        engine.asking = false;
        engine.failure = images ? std::nullopt : std::optional(images.error());
        engine.images = images ? images->size() : 0;
    }
    const auto before = m_chosen;
    m_model->setEngine(kind, images.value_or(QList<LocalImage>()));
    if (before)
        choose(*before);
    showState();
}

void ImagePicker::choose(const push::SourceName &source)
{
    const int row = m_model->rowOf(source);
    if (row < 0) {
        // It is gone from its engine.
        const bool asking = std::any_of(m_engines.cbegin(), m_engines.cend(), [](const Engine &one) { return one.asking; });
        if (!asking && m_chosen == source) {
            m_chosen.reset();
            Q_EMIT chosenChanged();
        }
        return;
    }
    const bool isNews = m_chosen != source;
    m_chosen = source;
    const QModelIndex shown = m_shown->mapFromSource(m_model->index(row));
    if (shown.isValid())
        m_list->setCurrentIndex(shown);
    if (isNews)
        Q_EMIT chosenChanged();
}

void ImagePicker::chooseFile(const QString &path)
{
    const QFileInfo info(path);
    const LocalImage file { .source = push::recogniseFile(path),
                            .size = info.isDir() ? -1 : info.size(),
                            .created = info.lastModified().toUTC() };
    m_filter->clear();
    m_model->addFile(file);
    showState();
    m_chosen.reset();
    choose(file.source);
    m_list->scrollToTop();
}

std::optional<LocalImage> ImagePicker::chosen() const
{
    const LocalImage *image = m_chosen ? m_model->imageAt(m_model->rowOf(*m_chosen)) : nullptr;
    return image ? std::optional(*image) : std::nullopt;
}

void ImagePicker::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ImagePicker::focusList()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

void ImagePicker::openFileDialog(bool folder)
{
    auto *dialog = new QFileDialog(this, folder ? tr("Push a folder in OCI layout") : tr("Push an archive"));
    dialog->setObjectName(QStringLiteral("chooseImageFile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    if (!folder)
        dialog->setNameFilters({ tr("Image archives (*.tar *.tar.gz *.tgz *.oci)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, this, &ImagePicker::chooseFile);
    dialog->open();
}

void ImagePicker::showState()
{
    const bool asking = std::any_of(m_engines.cbegin(), m_engines.cend(), [](const Engine &one) { return one.asking; });
    const bool any = m_model->rowCount() > 0;
    m_refresh->setEnabled(!asking);
    m_list->setVisible(any);
    fit();
    QStringList notes;
    const bool someEngine = std::any_of(m_engines.cbegin(), m_engines.cend(), [](const Engine &one) { return one.images > 0; });
    if (asking && !someEngine)
        notes.append(tr("Asking Docker and Podman for their images…"));
    if (any && m_shown->rowCount() == 0)
        notes.append(tr("No image has “%1” in its name.").arg(m_filter->text().trimmed()));
    if (any) {
        for (const Engine &engine : std::as_const(m_engines)) {
            // Who has one engine seldom misses the other: not running is worth no word then, and other trouble is.
            const bool isJustNotThere = engine.failure && (engine.failure->kind == Kind::Absent || engine.failure->kind == Kind::Offline);
            if (engine.failure && !engine.asking && !(someEngine && isJustNotThere))
                notes.append(engineTrouble(engine.kind, *engine.failure).text());
        }
    }
    m_note->setTextOrHide(notes.join(QLatin1Char('\n')));
    if (any || asking) {
        m_nothing->clear();
        return;
    }
    const bool allFailed = std::all_of(m_engines.cbegin(), m_engines.cend(), [](const Engine &one) { return one.failure.has_value(); });
    if (!m_stop) {
        m_nothing->clear();
    } else if (allFailed) {
        const wording::Words docker = engineTrouble(m_engines[0].kind, *m_engines[0].failure);
        const wording::Words podman = engineTrouble(m_engines[1].kind, *m_engines[1].failure);
        m_nothing->say(Tone::Quiet, { .sentence = tr("There is no container engine to take images from. An archive or a folder can be pushed without one."),
                                      .nextStep = docker.text() + QLatin1Char('\n') + podman.text() });
    } else {
        QStringList trouble;
        for (const Engine &engine : std::as_const(m_engines)) {
            if (engine.failure && engine.failure->kind != Kind::Absent && engine.failure->kind != Kind::Offline)
                trouble.append(engineTrouble(engine.kind, *engine.failure).text());
        }
        trouble.append(tr("Build or pull one, then refresh; or choose an archive or a folder."));
        m_nothing->say(Tone::Quiet, { .sentence = tr("No image with a name is here yet."), .nextStep = trouble.join(QLatin1Char('\n')) });
    }
}

void ImagePicker::fit()
{
    const int rows = qBound(leastRows, m_shown->rowCount(), mostRows);
    const int row = m_list->sizeHintForRow(0) > 0 ? m_list->sizeHintForRow(0) : fontMetrics().height() + 2 * gridUnit(this);
    m_list->setFixedHeight(rows * row + 2 * m_list->frameWidth());
}

bool ImagePicker::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (watched == m_filter && (key->key() == Qt::Key_Down || isEnter) && m_shown->rowCount() > 0) {
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_shown->index(0, 0));
        focusList();
        return true;
    }
    if (watched == m_list && isEnter && m_list->currentIndex().isValid()) {
        Q_EMIT picked();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ImagePicker::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() == event->oldSize().width())
        return;
    m_list->doItemsLayout(); // rows may have become higher
    fit();
}

void ImagePicker::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_filter->text().isEmpty())
        m_filter->clear();
    else
        QWidget::keyPressEvent(event);
}

} // namespace wharf::ui
