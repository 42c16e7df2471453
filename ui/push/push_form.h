#pragma once

#include "core/push/push_order.h"
#include "ui/accounts/account_snapshot.h"
#include "ui/push/image_lister.h"
#include "ui/push/push_memory.h"

#include <QWidget>

class QBoxLayout;
class QLineEdit;
class QPushButton;
class QStringListModel;

namespace wharf::ui {

struct DestinationInput;
class ImagePicker;
class Label;
class PushEstimateView;
class PushOptions;

/// What to push and where to: an image, a destination, one button; what it will take, and how it is to go.
class PushForm final : public QWidget {
    Q_OBJECT
public:
    PushForm(ImageLister lister, std::shared_ptr<const Clock> clock, QSettings &settings, QWidget *parent = nullptr);

    /// Another account brings an empty destination; the same one as it is now, only its token's life.
    void present(const AccountSnapshot &snapshot);
    void refresh();
    void chooseFile(const QString &path);
    void focusFirst();

Q_SIGNALS:
    void ordered(const wharf::push::PushOrder &order);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    [[nodiscard]] QWidget *makeDestination();
    [[nodiscard]] DestinationInput input() const;
    void sourceChosen();
    void destinationEdited();
    void splitTag();
    /// What is wrong with what stands there; of an untouched field nothing is.
    void showErrors(const DestinationInput &input);
    void showEstimate();
    void push();

    AccountSnapshot m_shown;
    PushMemory m_memory;
    bool m_touched = false; ///< the destination is somebody's own, and not a suggestion
    ImagePicker *m_picker;
    QStringListModel *m_known;
    QBoxLayout *m_row = nullptr;
    QLineEdit *m_destination;
    QLineEdit *m_tag;
    Label *m_sourceError;
    Label *m_error;
    PushOptions *m_options;
    PushEstimateView *m_estimate;
    QPushButton *m_push;
};

} // namespace wharf::ui
