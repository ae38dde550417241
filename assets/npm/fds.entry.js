// The dkfds components that the pages use. The package's export map hides its
// sources, hence the paths into node_modules.

export { default as Accordion } from './node_modules/dkfds/src/js/components/accordion';
export { default as Alert } from './node_modules/dkfds/src/js/components/alert';
export { default as CharacterLimit } from './node_modules/dkfds/src/js/components/character-limit';
export { default as CheckboxToggleContent } from './node_modules/dkfds/src/js/components/checkbox-toggle-content';
export { default as Dropdown } from './node_modules/dkfds/src/js/components/dropdown';
export { default as ErrorSummary } from './node_modules/dkfds/src/js/components/error-summary';
export { default as MenuDropdown } from './node_modules/dkfds/src/js/components/navigation-drawer-overflow';
export { default as Modal } from './node_modules/dkfds/src/js/components/modal';
export { default as Navigation } from './node_modules/dkfds/src/js/components/navigation';
export { default as RadioToggleGroup } from './node_modules/dkfds/src/js/components/radio-toggle-content';
export { default as Tabs } from './node_modules/dkfds/src/js/components/tabs';
export { default as Toast } from './node_modules/dkfds/src/js/components/toast';
export { default as Tooltip } from './node_modules/dkfds/src/js/components/tooltip';
