#include "ui/push/push_form.h"

#include "ui/push/destination_input.h"
#include "ui/push/image_picker.h"
#include "ui/push/push_estimate.h"
#include "ui/push/push_options.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"

#include <QBoxLayout>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>

namespace wharf::ui {

PushForm::PushForm(ImageLister lister, std::shared_ptr<const Clock> clock, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_memory(settings)
    , m_picker(new ImagePicker(std::move(lister), std::move(clock), this))
    , m_known(new QStringListModel(this))
    , m_destination(new QLineEdit(this))
    , m_tag(new QLineEdit(this))
    , m_sourceError(new Label(Label::Role::Caption, {}, this))
    , m_error(new Label(Label::Role::Caption, {}, this))
    , m_options(new PushOptions(this))
    , m_estimate(new PushEstimateView(this))
    , m_push(new QPushButton(tr("&Push"), this))
{
    layOut();
    connect(m_picker, &ImagePicker::chosenChanged, this, &PushForm::sourceChosen);
    connect(m_picker, &ImagePicker::picked, this, [this] {
        m_destination->setFocus(Qt::OtherFocusReason);
        m_destination->end(false);
    });
    for (QLineEdit *field : { m_destination, m_tag }) {
        connect(field, &QLineEdit::textEdited, this, &PushForm::destinationEdited);
        connect(field, &QLineEdit::returnPressed, this, &PushForm::push);
    }
    connect(m_destination, &QLineEdit::editingFinished, this, &PushForm::splitTag);
    connect(m_push, &QPushButton::clicked, this, &PushForm::push);
}

void PushForm::layOut()
{
    m_sourceError->setObjectName(QStringLiteral("sourceError"));
    m_sourceError->setTone(Tone::Bad);
    m_sourceError->hide();
    m_push->setObjectName(QStringLiteral("push"));
    m_push->setDefault(true);
    setIcon(m_push, QStringLiteral("upload"));
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 2);
    column->addWidget(m_picker);
    column->addWidget(m_sourceError);
    column->addWidget(makeDestination());
    column->addWidget(m_options);
    column->addWidget(m_estimate);
    column->addWidget(m_push, 0, Qt::AlignLeft);
}

QWidget *PushForm::makeDestination()
{
    const int unit = gridUnit(this);
    auto *part = new QWidget(this);
    auto *column = new QVBoxLayout(part);
    setGap(column, this, 0);
    column->setSpacing(unit / 2);
    m_destination->setObjectName(QStringLiteral("destination"));
    m_destination->setAccessibleName(tr("Destination"));
    auto *completer = new QCompleter(m_known, m_destination);
    completer->setFilterMode(Qt::MatchContains);
    m_destination->setCompleter(completer);
    m_tag->setObjectName(QStringLiteral("destinationTag"));
    m_tag->setAccessibleName(tr("Tag"));
    m_tag->setPlaceholderText(QStringLiteral("latest"));
    m_error->setObjectName(QStringLiteral("destinationError"));
    m_error->setTone(Tone::Bad);
    m_error->hide();

    m_row = new QBoxLayout(QBoxLayout::LeftToRight);
    m_row->setSpacing(unit);
    const auto field = [this, part, unit](QLineEdit *edit, const QString &name, int stretch) {
        auto *group = new QVBoxLayout;
        group->setSpacing(unit / 2);
        auto *label = new Label(Label::Role::Strong, name, part);
        label->setBuddy(edit);
        group->addWidget(label);
        group->addWidget(edit);
        m_row->addLayout(group, stretch);
    };
    field(m_destination, tr("&To"), 4);
    field(m_tag, tr("Ta&g"), 1);
    column->addLayout(m_row);
    column->addWidget(m_error);
    setTabOrder(m_destination, m_tag);
    return part;
}

void PushForm::present(const AccountSnapshot &snapshot)
{
    const bool other = snapshot.account.id != m_shown.account.id;
    m_shown = snapshot;
    QStringList known = m_memory.destinations(snapshot.account.host);
    for (const QString &repository : snapshot.account.repositories) {
        const QString place = snapshot.account.host.name() + QLatin1Char('/') + repository;
        if (!known.contains(place))
            known.append(place);
    }
    if (m_known->stringList() != known)
        m_known->setStringList(known);
    if (other) {
        m_touched = false;
        m_tag->clear();
        m_destination->setPlaceholderText(snapshot.account.host.name() + QLatin1String("/group/project"));
        sourceChosen();
    }
    showEstimate();
}

void PushForm::refresh()
{
    m_picker->refresh();
}

void PushForm::chooseFile(const QString &path)
{
    m_picker->chooseFile(path);
}

void PushForm::focusFirst()
{
    m_picker->focusFilter();
}

DestinationInput PushForm::input() const
{
    return DestinationInput::read(m_destination->text(), m_tag->text(), m_shown.account.host);
}

void PushForm::sourceChosen()
{
    const auto image = m_picker->chosen();
    const registry::RegistryHost &host = m_shown.account.host;
    m_sourceError->setTextOrHide({});
    if (image) {
        m_options->setSource(image->source);
        const QString named = image->source.isEngine() ? image->source.place : QString();
        const QString remembered = m_memory.destinationOf(image->source, host);
        // Another image is another matter: what was suggested for the one before says nothing of it. What somebody typed does.
        if (!m_touched)
            m_destination->setText(!remembered.isEmpty() ? remembered : suggestedDestination(named, host));
        m_tag->setText(suggestedTag(named));
    } else if (!m_touched) {
        m_destination->setText(host.isEmpty() ? QString() : host.name() + QLatin1Char('/'));
    }
    showErrors(input());
    showEstimate();
}

void PushForm::destinationEdited()
{
    m_touched = !m_destination->text().trimmed().isEmpty();
    showErrors(input());
}

void PushForm::splitTag()
{
    // A whole image name, as it is pasted: its tag goes where tags are.
    QString name = m_destination->text().trimmed();
    const QString tag = takeTag(name);
    if (tag.isEmpty())
        return;
    m_destination->setText(name);
    m_tag->setText(tag);
    showErrors(input());
}

void PushForm::showErrors(const DestinationInput &input)
{
    // What has not been typed to its end is no error yet.
    const QString host = m_shown.account.host.name();
    const QString typed = m_destination->text().trimmed();
    const bool begun = !typed.isEmpty() && typed != host && typed != host + QLatin1Char('/');
    const QString error = input.error.isEmpty() ? input.tagError : input.error;
    m_error->setTextOrHide(begun ? error : QString());
    m_destination->setAccessibleDescription(begun ? input.error : QString());
    m_tag->setAccessibleDescription(begun ? input.tagError : QString());
}

void PushForm::showEstimate()
{
    PushEstimate estimate;
    if (const auto image = m_picker->chosen()) {
        // OCI's archives hold what goes over the wire, Docker's and the engines what is packed on the way.
        const bool isPacked = !image->source.isEngine() && image->source.kind != push::SourceName::Kind::DockerArchive;
        estimate.bytes = isPacked ? image->size : PushEstimate::packed(image->size);
    }
    estimate.bytesPerSecond = m_memory.speedTo(m_shown.account.host);
    if (m_shown.state.token)
        estimate.tokenSeconds = static_cast<int>(m_shown.state.token->lifetime.count() / 1000);
    m_estimate->present(estimate);
}

void PushForm::push()
{
    splitTag();
    const auto image = m_picker->chosen();
    const DestinationInput to = input();
    m_sourceError->setTextOrHide(image ? QString() : tr("Choose an image from the list, an archive or a folder."));
    m_error->setTextOrHide(to.error.isEmpty() ? to.tagError : to.error);
    if (!image) {
        m_picker->focusFilter();
        return;
    }
    if (!to.isGood()) {
        (to.error.isEmpty() ? m_tag : m_destination)->setFocus(Qt::OtherFocusReason);
        return;
    }
    push::PushOrder order { .source = image->source, .destination = to.destination };
    m_options->apply(order);
    m_memory.wentTo(order);
    m_touched = false;
    Q_EMIT ordered(order);
}

void PushForm::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_row->setDirection(width() < 44 * gridUnit(this) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace wharf::ui
